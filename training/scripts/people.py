"""Person names of all regions for templates and name swapping, real and made up."""

from __future__ import annotations

import random

_PARTS = {
    "west": (
        "James John Robert Michael David William Richard Thomas Mark Paul Steven Andrew Kevin Brian "
        "Mary Linda Susan Karen Sarah Laura Emily Helen Anna Rachel Julia Jessica Alice Theresa Liz",
        "Smith Johnson Brown Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White "
        "Harris Clark Lewis Walker Hall Young Allen Wright Scott Green Baker Adams Nelson Carter "
        "Mitchell Turner Phillips Campbell Parker Evans Collins Stewart Cook Rogers Reed Bailey "
        "Graham Sullivan Wallace West Cole Hayes Bryant Russell Griffin McDonald O'Brien MacKenzie",
    ),
    "latin": (
        "Carlos Juan Luis Jorge Pedro Miguel Rafael Hugo Andres Felipe Javier Gustavo Evo Daniel "
        "Maria Ana Isabel Cristina Gabriela Lucia Dilma Michelle Claudia Sofia",
        "Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores "
        "Rivera Gomez Diaz Cruz Morales Ortega Vargas Castillo Romero Mendoza Silva Santos Pereira "
        "Oliveira Costa Almeida Correa Maduro Quispe Bachelet Fernandez",
    ),
    "slavic": (
        "Vladimir Sergei Dmitry Ivan Alexander Mikhail Nikolai Viktor Yuri Oleg Andriy Volodymyr "
        "Petro Boris Aleksandar Milan Zoran Natalia Olga Maria Yulia Kateryna Svetlana Irina",
        "Ivanov Petrov Sidorov Smirnov Kuznetsov Lavrov Volkov Morozov Pavlov Kozlov Novak Horvat "
        "Kovalenko Shevchenko Bondarenko Tymoshenko Kowalski Nowak Jankovic Petrovic Nikolic "
        "Dvorak Svoboda Dimitrov Georgiev Popescu Ionescu Zakharova Peskov",
    ),
    "european": (
        "Hans Klaus Jürgen Angela Ursula Heiko Jean Pierre François Emmanuel Luc Nicolas Giorgio "
        "Matteo Silvio Giorgia Lars Erik Anders Mette Jens Sanna Mark Willem Geert Kyriakos Alexis",
        "Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Dupont Durand Lefebvre Moreau "
        "Laurent Rossi Russo Ferrari Bianchi Romano Hansen Johansen Olsen Larsen Nielsen Jensen "
        "Virtanen Korhonen de Vries van Dijk van der Berg von Braun de la Cruz di Maio Papadopoulos",
    ),
    "arabic": (
        "Mohammed Ahmed Ali Hassan Hussein Omar Khalid Abdullah Ibrahim Yusuf Mahmoud Mustafa Said "
        "Abdel Abdul Bashar Fatima Aisha Layla Zainab Mariam Hanan Salman Faisal Nabil Walid Ismail",
        "al-Hassan al-Masri al-Assad el-Sisi al-Maliki al-Sadr al-Thani Al Nahyan bin Salman bin Zayed "
        "Haniyeh Abbas Nasser Aoun Hariri Khoury Mansour Saleh Farouk Hamdan Barzani Talabani Jaafari "
        "Benali Boukhari Tebboune al-Abadi al-Jubeir Shoukry Zarif Rouhani Khamenei Raisi Amini",
    ),
    "african": (
        "Kofi Kwame Paul Uhuru William Cyril Nelson Thabo Jacob Robert Emmerson Goodluck Muhammadu "
        "Alassane Macky Faure Ellen Joyce Samia Amina Ngozi Abiy Isaias Hailemariam Salva Riek",
        "Mensah Kenyatta Ruto Odinga Ramaphosa Mbeki Zuma Mugabe Mnangagwa Jonathan Buhari Tinubu "
        "Okonkwo Adeyemi Obasanjo Diallo Traore Keita Ouattara Sall Gnassingbe Kagame Museveni "
        "Tshisekedi Nkurunziza Banda Hassan Ahmed Afwerki Desalegn Kiir Machar Mutombo",
    ),
    "south_asian": (
        "Narendra Rahul Rajiv Manmohan Amit Arun Sanjay Priya Sonia Indira Imran Nawaz Shehbaz Asif "
        "Bilawal Benazir Sheikh Khaleda Mahinda Gotabaya Ranil Pushpa Hamid Ashraf Abdullah Asad",
        "Singh Kumar Sharma Gupta Patel Reddy Rao Modi Gandhi Mehta Joshi Khan Sharif Bhutto Zardari "
        "Qureshi Hasina Rahman Zia Rajapaksa Wickremesinghe Sirisena Karzai Ghani Dahal Oli Koirala",
    ),
}
_EAST = (
    "Xi Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin Guo Ma Luo Hua Geng Qin Lu",
    "Jinping Keqiang Wei Fang Min Jie Yan Tao Ming Chao Ping Jun Qiang Lei Yong Chunying Lijian Wenbin "
    "Shuang Gang Kang Xiaoming Jiechi Yi Peng Qishan Zhanshu Guoqiang Jianguo Ning Tiankai",
)
_KOREAN = (
    "Kim Lee Park Choi Jung Moon Yoon Kang Cho Ban Roh Hwang Han Ri Pak Chung",
    "Jong-un Jae-in Geun-hye Suk-yeol Ki-moon Yong-nam Kyung-wha Seung-min Myung-bak Dae-jung Yo-jong "
    "Sung-hoon Ji-young Min-ho Eui-yong Chul-soo Young-sam Hyun-jong",
)
_JAPANESE = (
    "Shinzo Fumio Yoshihide Taro Junichiro Naoto Yukio Kenji Hiroshi Akira Yoko Keiko Toshimitsu "
    "Yoshimasa Sanae Takeshi",
    "Abe Kishida Suga Aso Koizumi Kan Hatoyama Tanaka Suzuki Sato Watanabe Ito Yamamoto Nakamura Motegi "
    "Hayashi Takaichi Kobayashi Matsumoto Onodera",
)
_SOUTHEAST = (
    "Nguyen Phu Trong;Nguyen Xuan Phuc;Pham Minh Chinh;Tran Dai Quang;Le Thi Thu Hang;Hun Sen;Hun Manet;"
    "Prayut Chan-o-cha;Srettha Thavisin;Anwar Ibrahim;Mahathir Mohamad;Muhyiddin Yassin;"
    "Ferdinand Marcos;Rodrigo Duterte;Joko Widodo;Prabowo Subianto;Retno Marsudi;Lee Hsien Loong;"
    "Aung San Suu Kyi;Min Aung Hlaing;Than Shwe;Tsai Ing-wen;Lai Ching-te;Ma Ying-jeou;Susilo Bambang "
    "Yudhoyono;Benigno Aquino"
)
_KNOWN = (
    "Abdel Fattah el-Sisi;Ban Ki-moon;Ursula von der Leyen;Recep Tayyip Erdogan;Luiz Inacio Lula da Silva;"
    "Jean-Claude Juncker;Dominique de Villepin;Mohammed bin Salman;Mohamed ElBaradei;Antonio Guterres;"
    "Jens Stoltenberg;Josep Borrell;Federica Mogherini;Sergey Lavrov;Wang Yi;Hua Chunying;Zhao Lijian;"
    "Antony Blinken;Mike Pompeo;John Kerry;Hillary Clinton;Rex Tillerson;Donald Trump;Barack Obama;"
    "Joe Biden;Emmanuel Macron;Olaf Scholz;Boris Johnson;Rishi Sunak;Keir Starmer;Justin Trudeau;"
    "Benjamin Netanyahu;Mahmoud Abbas;Bashar al-Assad;Ali Khamenei;Hassan Rouhani;Javad Zarif;"
    "Mao Ning;Wang Wenbin;Jake Sullivan;Lloyd Austin;Volodymyr Zelensky;Dmytro Kuleba;Nikol Pashinyan;"
    "Ilham Aliyev;Narendra Modi;S. Jaishankar;Subrahmanyam Jaishankar;Jacinda Ardern;Ismail Omar Guelleh;"
    "Yoweri Museveni;Obiang Nguema;Nana Akufo-Addo;Moussa Faki Mahamat;Tedros Adhanom Ghebreyesus;"
    "Filippo Grandi;Staffan de Mistura;Geir Pedersen;Jean-Yves Le Drian;Frank-Walter Steinmeier;"
    "Muqtada al-Sadr;Haider al-Abadi;Abdul Ghani Baradar;Ismail Haniyeh;Hassan Nasrallah;Robert C. O'Brien"
)


def _known() -> list[str]:
    return [name.replace("\n", "") for name in f"{_KNOWN};{_SOUTHEAST}".split(";")]


KNOWN = _known()
_PARTICLES = {"de", "van", "von", "der", "la", "di", "bin", "Al"}


def surnames(text: str) -> list[str]:
    """Split a list of surnames, keeping particles with what follows."""
    found: list[str] = []
    carried = ""
    for part in text.split():
        if part in _PARTICLES:
            carried += part + " "
        else:
            found.append(carried + part)
            carried = ""
    return found


def person(rng: random.Random) -> tuple[str, str]:
    """Return a full name and the short form used on second mention."""
    draw = rng.random()
    if draw < 0.25:
        name = rng.choice(KNOWN)
        return name, short_form(name)
    if draw < 0.37:
        family, given = rng.choice(_EAST[0].split()), rng.choice(_EAST[1].split())
        return f"{family} {given}", family
    if draw < 0.43:
        family, given = rng.choice(_KOREAN[0].split()), rng.choice(_KOREAN[1].split())
        return f"{family} {given}", family
    if draw < 0.49:
        given, family = rng.choice(_JAPANESE[0].split()), rng.choice(_JAPANESE[1].split())
        return f"{given} {family}", family
    givens, families = _PARTS[rng.choice(sorted(_PARTS))]
    given, family = rng.choice(givens.split()), rng.choice(surnames(families))
    initial = f"{rng.choice('ABCDEFGHJKLMNPRSTW')}. " if rng.random() < 0.08 else ""
    return f"{given} {initial}{family}", family


def short_form(name: str) -> str:
    """Return the usual second mention of a known full name."""
    parts = name.split()
    for index, part in enumerate(parts[1:], 1):
        if part in _PARTICLES | {"da", "Le"}:
            return " ".join(parts[index:])
    eastern = {"Ban", "Wang", "Hua", "Zhao", "Mao", "Nguyen", "Pham", "Tran", "Le", "Tsai", "Lai", "Ma"}
    return parts[0] if parts[0] in eastern else parts[-1]


def all_givens() -> list[str]:
    """All given names of the western-order lists."""
    lists = [givens for givens, _ in _PARTS.values()] + [_JAPANESE[0]]
    return sorted({name for givens in lists for name in givens.split()})


def all_surnames() -> list[str]:
    """All one-word surnames of the western-order lists."""
    lists = [families for _, families in _PARTS.values()] + [_JAPANESE[1]]
    return sorted({name for families in lists for name in families.split()} - _PARTICLES)
