"""French, as the news writes it."""

from copydesk.languages.language import Language

_TITLES = """
Mr. Mrs. Ms. M. MM. Mme. Mlle. Me. Mgr. Dr. Dr Pr. Pr Prof. Mme Mmes Mlle Mlles Me Mgr Mtre. R.P. S.E. S.A.R.
S.M. St. Ste. prés. Prés. sgt. Sgt. monsieur madame mademoiselle maître monseigneur docteur professeur
professeure président présidente vice-président vice-présidente premier première ministre secrétaire
ambassadeur ambassadrice général générale colonel capitaine commandant commandante lieutenant
lieutenante sergent amiral maréchal roi reine prince princesse pape cardinal émir cheikh imam
ayatollah sultan député députée sénateur sénatrice maire juge procureur procureure gouverneur
gouverneure
"""
_NUMBER = """
max. min. p. pp. n°. n. no. nos. art. chap. vol. t. tél. Tél. N°. Art. Chap. Vol. sept.
"""
_CLOSING = """
etc. Jr. J.-C. Cie. Inc. Ltd. Co. Corp. S.A. h. km. kg. cm. mm.
"""
_OTHER = """
gén. col. cdt. cap. lt. lieut. adj. amb. Gén. Col. Cdt. Cap. Lt. Lieut. Adj. Amb. Min.
av. v. apr. bd. bld. boul. rte. imm. dép. départ. arr. hab. p.ex. c.-à-d. i.e. e.g. cf. ibid. sqq.
trad. coll. réd. suppl. intr. prof. univ. inst. éts. Ets. féd. nat. intern. rég. syr. angl. esp.
ital. janv. févr. fév. avr. juil. juill. oct. nov. déc. approx. U.S. U.S.A. U.K. U.R.S.S. O.N.U. vs.
"""

LANGUAGE = Language(
    "fr",
    "French",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith(".")
    ),
    elisions=frozenset("l d qu n s j c m t jusqu lorsqu puisqu quoiqu presqu quelqu entr".split()),
    articles=frozenset("le la les l' un une des du de d' au aux".split()),
    stop_words=frozenset(
        """
        le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos
        votre vos leur leurs je tu il elle on nous vous ils elles me te se moi toi lui soi eux y en ne pas
        plus jamais rien qui que quoi dont où quand comment pourquoi combien quel quelle quels quelles
        lequel laquelle lesquels lesquelles et ou ni mais or donc car si comme lorsque puisque parce tandis
        alors ainsi aussi puis ensuite enfin cependant toutefois pourtant néanmoins malgré selon d'après
        après avant depuis pendant durant dès jusque vers chez sans sous sur dans par pour avec contre entre
        parmi hors outre à c'est a-t est sont était étaient sera seront été être a ont avait avaient aura
        auront avoir fait faire tout toute tous toutes même mêmes autre autres certains certaines plusieurs
        chaque aucun aucune peu beaucoup trop très bien mal encore déjà toujours souvent ici là cela ceci ça
        celui celle ceux celles hier demain aujourd'hui non oui
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    ),
    weekdays=tuple("lundi mardi mercredi jeudi vendredi samedi dimanche".split()),
    quote_pairs=(("«", "»"), ("“", "”"), ("‹", "›"), ("‘", "’")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
)
