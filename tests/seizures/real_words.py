"""What real files call things, in ten languages: countries, drugs, units, headings and totals."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale

ALPHA2 = {
    "IRN": "IR", "TUR": "TR", "PAK": "PK", "TJK": "TJ", "KAZ": "KZ", "DEU": "DE", "FRA": "FR",
    "ESP": "ES", "CHN": "CN", "ARE": "AE",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    country: str
    year: str
    date: str
    drug: str
    quantity: str
    unit: str
    place: str
    case: str
    cases: str
    total: str
    title: str
    source: str
    missing: str
    heroin: str
    morphine: str
    opium: str
    other: str
    kg: str
    g: str
    t: str


WORDS = {
    "en": Words(
        "Country", "Year", "Date of seizure", "Drug", "Quantity", "Unit", "Place", "Case number",
        "Number of seizures", "Total", "Drug seizures", "Source: Ministry of the Interior",
        "not reported", "Heroin", "Morphine", "Opium", "Cocaine", "kg", "g", "tonnes",
    ),
    "fr": Words(
        "Pays", "Année", "Date de saisie", "Drogue", "Quantité", "Unité", "Lieu",
        "Numéro de dossier", "Nombre de saisies", "Total", "Saisies de drogues",
        "Source : Ministère de l'intérieur", "non communiqué", "Héroïne", "Morphine", "Opium",
        "Cocaïne", "kg", "g", "tonnes",
    ),
    "es": Words(
        "País", "Año", "Fecha de incautación", "Droga", "Cantidad", "Unidad", "Lugar",
        "Número de caso", "Número de incautaciones", "Total", "Incautaciones de drogas",
        "Fuente: Ministerio del Interior", "no comunicado", "Heroína", "Morfina", "Opio",
        "Cocaína", "kg", "g", "toneladas",
    ),
    "ru": Words(
        "Страна", "Год", "Дата изъятия", "Наркотик", "Количество", "Единица", "Место",
        "Номер дела", "Число изъятий", "Всего", "Изъятия наркотиков",
        "Источник: Министерство внутренних дел", "нет данных", "Героин", "Морфин", "Опий",
        "Кокаин", "кг", "г", "т",
    ),
    "ar": Words(
        "البلد", "السنة", "تاريخ الضبط", "المخدر", "الكمية", "الوحدة", "المكان", "رقم القضية",
        "عدد المضبوطات", "المجموع", "مضبوطات المخدرات", "المصدر: وزارة الداخلية", "غير متاح",
        "هيروين", "مورفين", "أفيون", "كوكايين", "كغ", "غ", "طن",
    ),
    "zh": Words(
        "国家", "年份", "缉获日期", "毒品", "数量", "单位", "地点", "案件编号", "缉获次数", "合计",
        "毒品缉获量", "资料来源:公安部", "未报告", "海洛因", "吗啡", "鸦片", "可卡因",
        "公斤", "克", "吨",
    ),
    "fa": Words(
        "کشور", "سال", "تاریخ کشف", "ماده مخدر", "مقدار", "واحد", "محل", "شماره پرونده",
        "تعداد کشفیات", "جمع", "کشفیات مواد مخدر", "منبع: وزارت کشور", "گزارش نشده",
        "هروئین", "مرفین", "تریاک", "کوکائین", "کیلوگرم", "گرم", "تن",
    ),
    "tr": Words(
        "Ülke", "Yıl", "Yakalama tarihi", "Uyuşturucu", "Miktar", "Birim", "Yer", "Olay numarası",
        "Olay sayısı", "Toplam", "Uyuşturucu yakalamaları", "Kaynak: İçişleri Bakanlığı",
        "bildirilmedi", "Eroin", "Morfin", "Afyon", "Kokain", "kg", "gr", "ton",
    ),
    "de": Words(
        "Land", "Jahr", "Datum der Sicherstellung", "Droge", "Menge", "Einheit", "Ort",
        "Fallnummer", "Anzahl der Sicherstellungen", "Insgesamt", "Sicherstellungen von Drogen",
        "Quelle: Bundesministerium des Innern", "keine Angabe", "Heroin", "Morphin", "Opium",
        "Kokain", "kg", "g", "Tonnen",
    ),
}  # fmt: skip
# The encodings that a file of the language may have besides UTF-8.
ENCODINGS = {
    "en": "cp1252", "fr": "cp1252", "es": "cp1252", "de": "cp1252", "ru": "cp1251",
    "tr": "cp1254", "ar": "cp1256", "zh": "gb18030",
}  # fmt: skip


def country_in(language: str, iso3: str) -> str:
    """Return the name of a country as software of the language writes it."""
    return str(Locale(language).territories[ALPHA2[iso3]])
