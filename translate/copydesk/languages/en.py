"""English, as the news writes it."""

from copydesk.languages.language import Language

_TITLES = """
Mr. Mrs. Ms. Mx. Dr. Prof. Rev. Hon. Fr. Br. Sr. St. Mt. Ft. Messrs. Mmes. Gen. Col. Lt. Maj. Capt.
Cmdr. Cdr. Adm. Sgt. Cpl. Pvt. Spc. Brig. Sen. Rep. Reps. Sens. Gov. Govs. Pres. Amb. Supt. Insp.
Det. Msgr. Atty. Treas. Mr Mrs Ms Dr Prof Rev Gen Col Lt Maj Capt Sgt Sir Lord Lady Dame
president vice-president premier minister secretary ambassador general colonel captain commander
lieutenant sergeant major admiral marshal king queen prince princess pope cardinal emir sheikh imam
ayatollah sultan senator representative congressman congresswoman mayor judge prosecutor governor
professor doctor
"""
_NUMBER = """
max. min. No. Nos. no. nos. p. pp. Art. art. Arts. Sec. Vol. vol. Chap. chap. Fig. fig. Figs. para.
"""
_CLOSING = """
etc. a.m. p.m. A.M. P.M. Inc. Ltd. Corp. Co. Jr. LLC. plc. Plc. Bros. Ph.D. M.D. B.A. M.A. B.C. A.D.
"""
_OTHER = """
U.S. U.K. U.N. E.U. U.A.E. U.S.A. U.S.S.R. D.C. L.A. N.Y. P.O. R.I.P. vs. v. e.g. i.e. cf. al. ca.
approx. dept. Dept. govt. Govt. assn. Assn. intl. Intl. natl. Univ. Inst. Ave. Blvd. Rd. Sq. Hwy.
Bldg. Apt. Ste. Jan. Feb. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Tue. Tues. Thu. Thur. Thurs.
Fri. Ariz. Ark. Calif. Colo. Conn. Fla. Kan. Ky. Mich. Minn. Mont. Neb. Nev. Okla. Tenn. Tex. Vt.
Wis. Wyo. Ont. Que.
"""

LANGUAGE = Language(
    "en",
    "English",
    abbreviations=frozenset(
        word for word in (_TITLES + _NUMBER + _CLOSING + _OTHER).split() if word.endswith(".")
    ),
    articles=frozenset("a an the".split()),
    stop_words=frozenset(
        """
        a an the this that these those my your his her its our their i you he she it we they me him us them
        who whom whose which what when where why how and or nor but so yet for if as while because since
        although though unless until whereas however therefore meanwhile moreover nevertheless then thus
        also too of in on at by to from with without within into onto over under above below between among
        through during before after about against per via is are was were be been being am has have had
        having do does did done will would shall should can could may might must not no yes there here some
        any all each every both either neither none few many much more most other others another such only
        own same than very just still already again once according despite instead earlier later today
        yesterday tomorrow
        """.split()
    ),
    titles=frozenset(_TITLES.split()),
    months=tuple(
        "January February March April May June July August September October November December".split()
    ),
    weekdays=tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    quote_pairs=(("“", "”"), ("‘", "’"), ('"', '"'), ("«", "»")),
    number_abbreviations=frozenset(_NUMBER.split()),
    closing_abbreviations=frozenset(_CLOSING.split()),
)
