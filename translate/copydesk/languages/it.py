"""Italian."""

from copydesk.languages.language import Language

_TITLES = """
Sig. Sig.ra Sig.na Sigg. Dott. Dott.ssa Dr. Prof. Prof.ssa Ing. Avv. Arch. Geom. Rag. On. Sen. Gen.
Col. Cap. Ten. Mons. Don. S.E. signor signora dottor dottoressa presidente ministro ministra
generale colonnello
"""
_NUMBER = """
p. pp. pag. pagg. nn. nr. art. artt. cap. vol. fig. tel. Tel.
"""
_CLOSING = """
ecc. etc. a.C. d.C. S.p.A. S.r.l.
"""
_OTHER = """
p.es. ca. cfr. ed. trad. vs. cit. u.s. genn. gen. febbr. feb. apr. giu. lug. ag. sett. ott. nov.
dic.
"""

LANGUAGE = Language(
    "it",
    "Italian",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith(".")
    ),
    elisions=frozenset("l un d dell all dall nell sull quell quest c s m t v n anch".split()),
    articles=frozenset("il lo la i gli le l' un uno una un' del dello della dei degli delle".split()),
    stop_words=frozenset(
        """
        il lo la i gli le l un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla
        nel nella sul sulla di a da in con su per tra fra senza sotto sopra verso contro secondo e ed o né
        ma che perché se come quando dove mentre anche io tu lui lei noi voi loro mi ti si ci vi suo sua
        suoi sue questo questa questi queste quello quella quelli quelle non sì già più molto è sono era
        erano fu ha hanno aveva essere dopo prima inoltre tuttavia durante chi quale
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        """
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
        """.split()
    ),
    weekdays=tuple("lunedì martedì mercoledì giovedì venerdì sabato domenica".split()),
    quote_pairs=(("«", "»"), ("“", "”"), ("‘", "’")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
)
