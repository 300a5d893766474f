"""
Words that Finns and Swedes make their passwords of, beside Django's English list.

Stems in small letters. Whoever guesses begins with these, the year behind them.
"""

_PASSWORDS = """
salasana salasanani tunnus tunnussana käyttäjä käyttäjätunnus kirjaudu kirjautuminen sisään avaa
avain salainen salaisuus arvaa unohdin vaihda ylläpito ylläpitäjä pääkäyttäjä testi testaus kokeilu
lösenord lösenordet lösen hemlig hemligt hemlighet användare användarnamn nyckel logga inloggning
glömt byta testar prov password passwort passw pass welcome letmein admin administrator login user
username secret changeme default guest root test testing demo
"""

_HERE = """
työkyky työkyvyn työkykypolku polku tuki kurssi opiskelu opiskelija oppija oppiminen opettaja koulu
koulutus verkkokurssi ammattikorkeakoulu yliopisto terveys sairaala hoitaja sairaanhoitaja lääkäri
sosiaalityö sosiaalityöntekijä hyvinvointi hyvinvointialue kela kunta työ työpaikka toimisto
arbetsförmåga arbetsförmågan arbete arbetsplats jobb kurs kursen studier studerande student lärare
skola skolan utbildning hälsa sjukhus sjukskötare läkare välfärd välfärdsområde fpa kommun kontor
work workability course school teacher learning
"""

_PLACES = """
suomi finland finlandia sverige svensk ruotsi helsinki helsingfors espoo esbo tampere tammerfors
vantaa vanda oulu uleåborg turku åbo jyväskylä lahti kuopio pori björneborg kouvola joensuu
lappeenranta hämeenlinna vaasa vasa seinäjoki rovaniemi mikkeli kotka salo porvoo borgå kokkola
karleby hyvinkää lohja järvenpää rauma kajaani savonlinna imatra ahvenanmaa åland lappi pohjanmaa
österbotten nyland uusimaa savo karjala stockholm göteborg
"""

_TIMES = """
kevät kesä syksy talvi kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu tammikuu helmikuu
maaliskuu huhtikuu toukokuu maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
joulu juhannus pääsiäinen vappu loma kesäloma vår våren sommar sommaren höst hösten vinter vintern
januari februari mars april maj juni juli augusti september oktober november december måndag tisdag
onsdag torsdag fredag lördag söndag jul julen midsommar påsk semester spring summer autumn winter
january february march june july august october monday tuesday wednesday thursday friday saturday
sunday christmas
"""

_DEAR = """
rakas rakkaus rakastan kulta kultaseni muru mussukka äiti isä mamma pappa mummo ukki perhe koti
lapset tytöt pojat poika tyttö ystävä kaveri enkeli prinsessa tähti aurinko onni ilo elämä hei moi
moikka terve tervetuloa kiitos minä sinä perkele saatana vittu paska helvetti
kärlek älskar älskling hjärta hjärtat familj barnen flicka pojke vän vänner ängel stjärna sol solen
lycka livet hej hejsan välkommen tack jag fan helvete love iloveyou angel princess sunshine baby
"""

_THINGS = """
koira kissa hevonen karhu susi kettu leijona hauki mansikka mustikka omena kahvi sauna olut auto
jalkapallo jääkiekko kiekko jokerit tappara ilves kärpät tps hifk
hund katt häst björn varg lejon jordgubbe blåbär äpple kaffe bastu bil fotboll ishockey hockey
dragon monkey master football shadow michael superman batman pokemon starwars
"""

COMMON_WORDS = frozenset(" ".join((_PASSWORDS, _HERE, _PLACES, _TIMES, _DEAR, _THINGS)).split())
