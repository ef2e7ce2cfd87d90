package charset

// names are made-up companies in real places, by language: each needs letters beyond ASCII.
var names = map[string][]string{
	"sv": {
		"Åsbacken AB", "Älgöns Fastighetsförening", "Örnsköldsvik Bostäder AB", "Björkhaga AB", "Malmö Kök & Bad AB", "Göteborgs Måleri AB",
		"Växjö Plåt AB", "Umeå Sågverk AB", "Luleå Hamn AB", "Skellefteå Kraftnät AB", "Hässleholms Snickeri HB", "Åkerströms Åkeri AB",
		"Brf Sjöstjärnan", "Brf Gråsparven 3", "Östersunds Fjällresor AB", "Västerås Glas AB", "Nyköpings Bageri", "Söderköpings Trädgård",
		"Jönköpings Tryckeri AB", "Borås Väveri", "Ängelholms Städ AB", "Café Rosengården", "Norén & Lindén Bygg AB", "Höganäs Keramik AB",
		"Kungälvs Rör AB", "Mölndals Förskola", "Härnösands Hyresgäster", "Kävlinge Träförädling AB", "Ystads Båtvarv", "Gävle Åkericentral",
		"Lärkträdets Samfällighet", "Räksmörgås i Strömstad AB", "Sävsjö Möbler", "Åre Skidskola", "Öland Semesterbyar AB", "Trollhättans El",
		"Tallmon AB", "Nordhus AB", "Lunds Optik AB", "Linköpings Värme AB", "SÖDERTÄLJE ÅNGTVÄTT AB", "FÖRENINGEN ÖPPNA DÖRREN",
	},
	"no": {
		"Tromsø Rørservice AS", "Ålesund Fiskeeksport AS", "Bodø Eiendom AS", "Trøndelag Bygg AS", "Sørlandets Trelast", "Ærfugl Reiser AS",
		"Ørland Båtbyggeri", "Hønefoss Snekkeri AS", "Gjøvik Varme AS", "Lillestrøm Maling", "Sandnessjøen Hotell", "Mosjøen Kjøtt AS",
		"Svolvær Sjømat AS", "Rørvik Mekaniske", "Drøbak Kafé", "Nesøya Borettslag", "Bærum Frukt og Grønt", "Åsgårdstrand Seilforening",
		"Tønsberg Kjøkken AS", "Stjørdal Rør", "Fredrikstad Glassmagasin", "Haugesund Skipsverft", "TØYEN GÅRD BORETTSLAG", "Vadsø Kraft",
	},
	"da": {
		"Aalborg Køkken ApS", "Sønderborg Møbler A/S", "Næstved Smedje", "Køge Bageri ApS", "Ærøskøbing Færgefart", "Helsingør Værft A/S",
		"Rønne Røgeri", "Hjørring Tømrer ApS", "Ølstykke Malerfirma", "Præstø Boligforening", "Frederikshavn Fiskehus", "Brønderslev Gartneri",
		"Tårnby Træhandel", "Måløv Autoværksted", "Åbenrå Havnekontor", "Nykøbing Mølle", "Holbæk Trælast A/S", "Vejen Smørfabrik",
		"Skælskør Savværk", "Lemvig Bådebyggeri", "Lærkevej Grundejerforening", "Birkerød Blomster", "SÆBY FISKEHAL", "Ørsted Mejeri",
	},
	"fi": {
		"Jyväskylän Leipomo Oy", "Hämeenlinnan Sähkö Oy", "Äänekosken Saha Oy", "Töölön Kukkakauppa", "Mäntsälän Kiinteistöt Oy",
		"Seinäjoen Lämpö Oy", "Järvenpään Huolto", "Ylöjärven Metsä Oy", "Nivalan Kenkätehdas", "Kemijärven Matkailu", "Pyhäjärvi Kaivos Oy",
		"Keski-Suomen Rakennus Oy", "Asunto Oy Mäkelänkatu", "Riihimäen Lasi Oy", "Hyvinkään Hissi Oy", "Ähtärin Eläinpuisto", "Kotkan Satama Oy",
		"Lapväärtin Meijeri", "Pöytyän Konepaja", "ÖLJYHUOLTO VIRTANEN OY", "Savonlinnan Jäätelö", "Mynämäen Puutarha", "Åbo Segelsällskap rf",
	},
	"de": {
		"Müller & Söhne GmbH", "Nürnberger Spielwaren GmbH", "Düsseldorfer Bäckerei", "Köln Möbel GmbH", "Grüne Straße Immobilien",
		"Würzburger Weinkellerei", "Lübecker Schiffswerft", "Großhandel Jäger KG", "Übersee Handel GmbH", "Öhringer Käserei", "Äpfel vom Bodensee",
		"München Süd Hausverwaltung", "Thüringer Wärme AG", "Göttinger Schlüsseldienst", "Füssen Gästehaus", "Weißenburger Fenster GmbH",
		"Tübinger Bücherstube", "Münster Fahrräder", "Saarbrücken Stahl", "Gießener Gießerei", "BÄCKEREI KRÜGER", "Böblingen Autohaus",
		"Hamburger Hafenkontor", "Schönefeld Spedition", "Neumünster Textil GmbH", "Zürcher Kaffeehaus AG", "Mühlhausen Papier",
	},
	"pl": {
		"Łódź Nieruchomości Sp. z o.o.", "Przedsiębiorstwo Świerk", "Kraków Piekarnia Wąsik", "Gdańska Stocznia Północna", "Żywiec Woda Źródlana",
		"Spółdzielnia Mieszkaniowa Dębina", "Wrocław Usługi Budowlane", "Białystok Młyn", "Toruń Pierniki", "Częstochowa Szkło", "Rzeszów Meble",
		"Zakład Ślusarski Kościan", "Jelenia Góra Hotel Śnieżka", "Bełchatów Węgiel", "Mleczarnia Łęczna", "Będzin Hurtownia Farb", "Chełm Cegła",
		"Pszczółki Ogród", "Zielona Góra Winiarnia", "Poznań Ćwiklińska Moda", "Suwałki Drewno", "ŻŁOBEK PODGÓRZE", "Sanok Źródło",
		"Swarzędz Stolarnia", "Przemyśl Kamień", "Nowy Sącz Autobusy", "Krosno Huta Szkła", "Kołobrzeg Łódka",
	},
}
