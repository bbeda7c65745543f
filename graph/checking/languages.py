"""Language tags: the languages and regions that there are, and what was meant by those that there are not.

Sources: RFC 5646 (sections 2.1 and 2.2), ISO 639-1 and ISO 639-2, ISO 3166-1, and the regions that the registry of IANA
keeps besides (reserved, private and former ones). Languages without a code of two letters are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

__all__ = ["wrong_language"]

_LANGUAGES = (
    "aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel "
    "bg:bul bh:bih bi:bis bm:bam bn:ben bo:bod,tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre "
    "cs:ces,cze cu:chu cv:chv cy:cym,wel da:dan de:deu,ger dv:div dz:dzo ee:ewe el:ell,gre en:eng eo:epo "
    "es:spa et:est eu:eus,baq fa:fas,per ff:ful fi:fin fj:fij fo:fao fr:fra,fre fy:fry ga:gle gd:gla "
    "gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye,arm hz:her "
    "ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl,ice it:ita iu:iku ja:jpn jv:jav ka:kat,geo "
    "kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir "
    "la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri,mao mk:mkd,mac "
    "ml:mal mn:mon mr:mar ms:msa,may mt:mlt my:mya,bur na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld,dut "
    "nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus "
    "pt:por qu:que rm:roh rn:run ro:ron,rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin "
    "sk:slk,slo sl:slv sm:smo sn:sna so:som sq:sqi,alb sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam "
    "te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig "
    "uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho,chi "
    "zu:zul sh:hbs "
)
"""Each language that has a code of two letters (ISO 639-1), with those of three (ISO 639-2)."""
_CODES: Mapping[str, Sequence[str]] = MappingProxyType(
    {short: long.split(",") for short, long in (each.split(":") for each in _LANGUAGES.split())}
)
_SHORTER = MappingProxyType({long: short for short, codes in _CODES.items() for long in codes})
_MEANT: Mapping[str, str] = MappingProxyType(
    {
        **{"at": "de", "au": "en", "br": "pt", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el"},
        **{"ir": "fa", "jp": "ja", "kp": "ko", "mx": "es", "ua": "uk", "us": "en"},
        **{"arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "french": "fr", "german": "de"},
        **{"greek": "el", "italian": "it", "japanese": "ja", "korean": "ko", "latin": "la", "polish": "pl"},
        **{"russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr"},
    }
)
"""The languages that are meant when somebody writes the code of a country, or the word."""
_REGIONS = (
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by "
    "bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk "
    "fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir "
    "is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk "
    "ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm "
    "pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf "
    "tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw "
    "aa ac an bu cp cq cs dd dg ea eu ez fx ic nt qm qn qo qp qq qr qs qt qu qv qw qx qy qz su ta tp un "
    "xa xb xc xd xe xf xg xh xi xj xk xl xm xn xo xp xq xr xs xt xu xv xw xx xy xz yd yu zr zz "
)
"""Those of ISO 3166-1, then the others that the registry of IANA has."""
_KNOWN_REGIONS = frozenset(_REGIONS.split())
_REGIONS_MEANT: Mapping[str, str] = MappingProxyType({"uk": "gb", "el": "gr", "en": "gb", "ja": "jp", "sw": "se"})
_EXTENDED, _SCRIPT, _REGION = 3, 4, 2
"""How many letters subtags have after the language."""


def wrong_language(tag: str) -> tuple[str, str | None] | None:
    """Say what is wrong with a language tag.

    :param tag: a tag that is well-formed.
    :returns: what is wrong, and the tag that may be meant, where one is obvious; None where nothing is wrong.

    >>> wrong_language("rus"), wrong_language("en-UK")
    (("The code of the language 'rus' is 'ru'.", 'ru'), ("There is no region 'UK'.", 'en-GB'))
    """
    language, *others = tag.lower().split("-")
    if language in ("i", "x"):
        return None
    if language in _SHORTER:
        short = _SHORTER[language]
        return f"The code of the language {language!r} is {short!r}.", _written(short, others)
    if language not in _CODES and len(language) != _EXTENDED:
        meant = _MEANT.get(language)
        return f"There is no language {language!r}.", _written(meant, others) if meant else None
    region = _region(others)
    if region is None or region in _KNOWN_REGIONS:
        return None
    right = _REGIONS_MEANT.get(region)
    meant = _written(language, [right if each == region else each for each in others]) if right else None
    return f"There is no region {region.upper()!r}.", meant


def _written(language: str, subtags: Sequence[str]) -> str:
    """Write a tag as people do: a script with a capital letter, a region in capitals."""
    form = {_SCRIPT: str.capitalize, _REGION: str.upper}
    return "-".join((language, *(form.get(len(each), str)(each) for each in subtags)))


def _region(subtags: Sequence[str]) -> str | None:
    """Find the region among the subtags after the language, if it is one of letters."""
    for each in subtags:
        if len(each) == _REGION and each.isalpha():
            return each
        if not (each.isalpha() and len(each) in (_EXTENDED, _SCRIPT)):
            return None
    return None
