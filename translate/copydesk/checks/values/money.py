"""Currencies in French and English, the signs for them, and what one may be worth in another."""

from __future__ import annotations


def _currencies(rows: dict[str, str]) -> dict[str, str]:
    return {words.replace("_", " "): name for name, forms in rows.items() for words in forms.split()}


#: the signs of currencies
SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₽": "rouble", "₹": "rupee"}

FRENCH_CURRENCIES = _currencies(
    {
        "euro": "euro euros eur",
        "dollar": "dollar dollars usd billets_verts",
        "pound": "livre_sterling livres_sterling livre livres sterling gbp",
        "franc": "franc francs franc_suisse francs_suisses francs_cfa fcfa cfa chf",
        "yen": "yen yens jpy",
        "yuan": "yuan yuans renminbi",
        "rouble": "rouble roubles",
        "rupee": "roupie roupies",
        "crown": "couronne couronnes",
        "peso": "peso pesos",
        "real": "real reais réal réaux",
        "dinar": "dinar dinars",
        "dirham": "dirham dirhams",
        "riyal": "riyal riyals rial rials",
        "shekel": "shekel shekels",
        "naira": "naira nairas",
        "rand": "rand rands",
        "mark": "mark marks deutschemarks deutschmarks",
        "won": "won wons",
        "zloty": "zloty zlotys",
        "forint": "forint forints",
        "hryvnia": "hryvnia hryvnias",
        "leu": "leu lei",
        "lira": "lire lires",
        "cent": "cents centime centimes",
    }
)

ENGLISH_CURRENCIES = _currencies(
    {
        "euro": "euro euros eur",
        "dollar": "dollar dollars usd bucks",
        "pound": "pound pounds pound_sterling pounds_sterling gbp quid sterling",
        "franc": "franc francs cfa_francs cfa chf",
        "yen": "yen jpy",
        "yuan": "yuan renminbi rmb",
        "rouble": "rouble roubles ruble rubles",
        "rupee": "rupee rupees",
        "crown": "crown crowns krona kronor krone kroner koruna korunas kc czk",
        "peso": "peso pesos",
        "real": "real reais reals",
        "dinar": "dinar dinars",
        "dirham": "dirham dirhams",
        "riyal": "riyal riyals rial rials",
        "shekel": "shekel shekels",
        "naira": "naira nairas",
        "rand": "rand rands",
        "mark": "mark marks deutschmarks",
        "won": "won",
        "zloty": "zloty zlotys",
        "forint": "forint forints huf",
        "hryvnia": "hryvnia hryvnias",
        "leu": "leu lei",
        "lira": "lira lire",
        "cent": "cent cents pence penny euro_cents euro_cent us_cents",
    }
)

#: names that several countries give to currencies of their own
SHARED = frozenset(("crown", "dinar", "franc", "peso", "pound", "riyal", "rupee"))
# units to one US dollar, least and most, since 2003 and with some room; currencies that fell without end, or
# that several countries share under one name at very different rates, are not here
_TO_THE_DOLLAR = {
    "dollar": (1.0, 1.0),
    "euro": (0.62, 1.07),
    "pound": (0.46, 0.97),
    "yen": (74.0, 165.0),
    "yuan": (5.9, 8.4),
    "rouble": (22.0, 125.0),
    "real": (1.5, 6.5),
    "shekel": (2.9, 5.1),
    "rand": (5.5, 20.0),
    "zloty": (1.9, 5.1),
    "forint": (140.0, 450.0),
    "crown": (4.5, 43.0),
    "hryvnia": (4.5, 46.0),
    "won": (850.0, 1600.0),
}


def may_be_worth(amount: float, currency: str, other_amount: float, other: str) -> bool | None:
    """Say whether two amounts in different currencies may be one sum; None where the rate is not known."""
    if currency == other:
        return None
    one, two = _TO_THE_DOLLAR.get(currency), _TO_THE_DOLLAR.get(other)
    if one is None or two is None or not amount or not other_amount:
        return None
    rate = other_amount / amount
    return two[0] / one[1] * 0.97 <= rate <= two[1] / one[0] * 1.03


def same_in_cents(amount: float, currency: str, other_amount: float, other: str) -> bool:
    """Say whether one amount is the other in cents: 0,87 dollar and 87 cents."""
    if "cent" not in (currency, other) or currency == other:
        return False
    return round(amount * 100, 4) == other_amount or round(other_amount * 100, 4) == amount
