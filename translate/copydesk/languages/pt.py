"""Portuguese."""

from copydesk.languages.language import Language

_TITLES = """
Sr. Sra. Srta. Srs. Sras. Dr. Dra. Drs. Prof. Profa. D. Eng. Arq. Gen. Cel. Cap. Ten. Maj. Pe. Exmo.
Exma. Mons. senhor senhora doutor doutora presidente ministro ministra general coronel
"""
_NUMBER = """
p. pp. pág. págs. n.º nº. núm. art. arts. Art. cap. vol. fig. tel. Tel.
"""
_CLOSING = """
etc. a.C. d.C. Cia. S.A. Ltda.
"""
_OTHER = """
av. Av. p.ex. EUA. aprox. depto. ed. trad. vs. cf. jan. fev. abr. mai. jun. jul. ago. out. nov. dez.
"""

LANGUAGE = Language(
    "pt",
    "Portuguese",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith((".", "º"))
    ),
    elisions=frozenset(("d",)),
    articles=frozenset("o a os as um uma uns umas ao à aos às do da dos das no na nos nas".split()),
    stop_words=frozenset(
        """
        o a os as um uma uns umas ao à aos às do da dos das no na nos nas de em por para com sem sob sobre
        entre até desde contra segundo e ou nem mas que porque se como quando onde embora enquanto pois eu
        tu ele ela nós vós eles elas me te lhe lhes seu sua seus suas meu minha este esta estes estas esse
        essa isso aquele aquela não sim já mais muito também é são era eram foi foram há ser estar está
        estão depois antes além porém após durante pelo pela pelos pelas quem qual
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
    ),
    weekdays=(
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "sábado",
        "domingo",
    ),
    quote_pairs=(("“", "”"), ("«", "»"), ("‘", "’")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
)
