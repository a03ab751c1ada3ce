"""Arabic."""

from copydesk.languages.language import Language

_TITLES = """
د. أ. م. السيد السيدة الدكتور الدكتورة الرئيس الوزير الوزيرة الأمير الملك الشيخ الجنرال العقيد
"""

LANGUAGE = Language(
    "ar",
    "Arabic",
    abbreviations=frozenset("د. أ. م. أ.د. ص. ج. ق.م. ب.م. هـ.".split()),
    articles=frozenset(("ال",)),
    stop_words=frozenset(
        """
        في من إلى على عن مع بين حتى منذ خلال بعد قبل عند لدى ضد حول دون تحت فوق أمام و أو أم ثم لكن بل إن أن
        إذا لو كما كي لأن حيث بينما هو هي هم هن نحن أنا أنت هذا هذه هؤلاء ذلك تلك الذي التي الذين اللواتي ما
        لا لم لن ليس قد كان كانت كل بعض غير أي هناك هنا أيضا وفي ومن وقال
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()),
    weekdays=tuple("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()),
    quote_pairs=(("«", "»"), ("“", "”"), ('"', '"')),
    clause_marks=("؛", ":", " – ", " — ", "،", ","),
    right_to_left=True,
    number_abbreviations=frozenset(("ص.",)),
)
