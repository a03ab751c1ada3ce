"""Spanish."""

from copydesk.languages.language import Language

_TITLES = """
Sr. Sra. Srta. Sres. Sras. Dr. Dra. Dres. D. Dña. Dª. Prof. Profa. Gral. Cnel. Cap. Tte. Lic. Ing.
Arq. Mons. Excmo. Excma. Ilmo. P. Sto. Sta. Fr. señor señora doctor doctora presidente presidenta
ministro ministra general coronel
"""
_NUMBER = """
p. pp. pág. págs. n.º núm. núms. Núm. art. arts. Art. cap. vol. fig. tel. Tel.
"""
_CLOSING = """
etc. a.C. d.C. Cía. S.A. S.L. a.m. p.m.
"""
_OTHER = """
av. avda. Avda. pza. ej. p.ej. EE.UU. FF.AA. RR.HH. aprox. dpto. depto. gob. ed. trad. vs. cf. ene.
feb. abr. jun. jul. ago. sept. sep. oct. nov. dic.
"""

LANGUAGE = Language(
    "es",
    "Spanish",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith((".", "º"))
    ),
    articles=frozenset("el la los las lo un una unos unas al del".split()),
    stop_words=frozenset(
        """
        el la los las lo un una unos unas al del de a en con por para sin sobre entre hacia hasta desde
        contra según y e o u ni pero sino que porque si como cuando donde aunque mientras pues yo tú él ella
        ello nosotros vosotros ellos ellas me te se nos os le les su sus mi mis tu tus este esta estos estas
        ese esa esos esas aquel aquella no sí ya más muy también tampoco es son era eran fue fueron ha han
        había hay ser estar está están después antes además embargo tras ante bajo durante qué quién cuál
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    ),
    weekdays=tuple("lunes martes miércoles jueves viernes sábado domingo".split()),
    quote_pairs=(("«", "»"), ("“", "”"), ("‘", "’")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
)
