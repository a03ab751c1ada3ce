"""German."""

from copydesk.languages.language import Language

_TITLES = """
Hr. Dr. Prof. Dipl. Ing. Gen. Hptm. Lt. Mag. St. Hl. Abg. Präs. Min. Herr Frau Doktor Professor
Präsident Präsidentin Minister Ministerin Kanzler Kanzlerin General Oberst
"""
_NUMBER = """
Nr. Nrn. Art. Abs. Bd. Kap. Abb. Tel. Ziff. Jh. §.
"""
_CLOSING = """
usw. etc. u.a. Chr. n.Chr. v.Chr. GmbH. Co.
"""
_OTHER = """
z.B. bzw. ca. d.h. evtl. ggf. inkl. exkl. max. min. mind. rd. sog. Str. u.U. vgl. vs. z.T. zz. Mio.
Mrd. Tsd. Jan. Feb. Mrz. Apr. Jun. Jul. Aug. Sept. Okt. Nov. Dez. geb. gest. ehem. stellv. österr.
dt. engl. franz.
"""

LANGUAGE = Language(
    "de",
    "German",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith(".")
    ),
    articles=frozenset("der die das den dem des ein eine einen einem einer eines".split()),
    stop_words=frozenset(
        """
        der die das den dem des ein eine einen einem einer eines und oder aber denn sondern dass weil wenn
        als ob während obwohl ich du er sie es wir ihr mich dich ihn uns euch sich mein dein sein seine ihre
        unser euer dieser diese dieses jener jene jenes in im an am auf aus bei beim mit nach von vom zu zum
        zur über unter vor hinter neben zwischen durch für gegen ohne um bis seit laut trotz wegen nicht
        kein keine ja nein auch noch schon nur sehr ist sind war waren wird werden wurde wurden hat haben
        hatte hatten wer was wo wie warum man doch dann danach zudem jedoch
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    ),
    weekdays=tuple("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()),
    quote_pairs=(("„", "“"), ("»", "«"), ("‚", "‘"), ("“", "”")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
    ordinal_stops=True,
)
