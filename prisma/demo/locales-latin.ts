/**
 * Where invented people come from. A name is written `native|Latin`, or once when both are the same; a place is
 * `city, state, zip` with an empty state where addresses have none. `#` in a phone pattern becomes a digit; the
 * patterns are the ranges that numbering authorities reserve for fiction.
 */
export type Locale = {
  country: string;
  mrzNationality: string;
  tones: readonly [number, number];
  male: readonly string[];
  female: readonly string[];
  last: readonly string[];
  lastFemale?: readonly string[];
  streets: readonly string[];
  places: readonly string[];
  numberFirst: boolean;
  phone: string;
};

const ENGLISH_STREETS = [
  "Maple Street",
  "Harbor Road",
  "Lantern Lane",
  "Orchard Avenue",
  "Quarry Hill",
  "Mill Row",
];

/** Locales whose names are written in Latin letters, most of them with diacritics. */
export const latinLocales: readonly Locale[] = [
  {
    country: "US",
    mrzNationality: "USA",
    tones: [0, 6],
    male: ["Marcus", "Elliot", "Darnell", "Wesley", "Theo", "Miles"],
    female: ["Emily", "Naomi", "Clara", "Jasmine", "Harriet", "Simone"],
    last: [
      "Johnsworth",
      "Abernathy",
      "Delacroix-Boone",
      "O’Harrow",
      "Whitlock",
      "Banfield",
      "Castellan",
      "Marrow",
    ],
    streets: ENGLISH_STREETS,
    places: ["Springfield, IL, 62704", "Riverton, OR, 97001", "Lakemoor, OH, 43004", "Fairhaven, TX, 75001"],
    numberFirst: true,
    phone: "+1202555010#",
  },
  {
    country: "GB",
    mrzNationality: "GBR",
    tones: [0, 6],
    male: ["Alistair", "Rhys", "Callum", "Tobias", "Kwame"],
    female: ["Imogen", "Siân", "Beatrix", "Zoë", "Adaeze"],
    last: ["Penhaligon", "Thistlewood", "Ó Briain", "Fairweather", "Osei-Marsh", "Llewellyn"],
    streets: ["Candlewick Street", "Priory Close", "Tanner’s Row", "Saltmarsh Way"],
    places: ["Little Haven, , ZZ1 4QT", "Northmoor, , ZZ9 2AB", "Wexcombe, , ZZ5 7LM"],
    numberFirst: true,
    phone: "+442079460###",
  },
  {
    country: "DE",
    mrzNationality: "D",
    tones: [0, 3],
    male: ["Jürgen", "Matthias", "Björn", "Emre", "Götz"],
    female: ["Käthe", "Friederike", "Antje", "Ülkü", "Sünje"],
    last: ["Groß", "Müllerschön", "Weißenfels", "Köhlbrand", "von der Aue", "Schäfermeier"],
    streets: ["Lindenstraße", "Am Mühlbach", "Gänseweg", "Königsallee"],
    places: ["Musterstadt, , 12345", "Neuhausen, , 54321", "Lübbenau-Süd, , 00150"],
    numberFirst: false,
    phone: "+493023125###",
  },
  {
    country: "FR",
    mrzNationality: "FRA",
    tones: [0, 6],
    male: ["Théo", "François", "Mathéo", "Anaël", "Ousmane"],
    female: ["Éloïse", "Maëlys", "Chloé", "Agnès", "Fatou"],
    last: ["Lefèvre-Noël", "Gaultier", "d’Aubréville", "Beauchêne", "Diarra", "Rousselière"],
    streets: ["rue des Églantines", "avenue du Château", "place Saint-Éloi", "chemin des Prés"],
    places: ["Villeneuve-sur-Orne, , 00110", "Saint-Aubin, , 00220", "Clairefontaine, , 00330"],
    numberFirst: true,
    phone: "+33199001###",
  },
  {
    country: "PL",
    mrzNationality: "POL",
    tones: [0, 2],
    male: ["Łukasz", "Paweł", "Święsław", "Józef"],
    female: ["Małgorzata", "Żaneta", "Bożena", "Zofia"],
    last: ["Wójcikiewicz", "Brzęczyk", "Łąk", "Dąbrowicz", "Śliwa"],
    streets: ["ul. Słoneczna", "ul. Łąkowa", "ul. Żeglarska"],
    places: ["Nowogród Mały, , 00-901", "Zielonka Górna, , 00-902"],
    numberFirst: false,
    phone: "+441632960###",
  },
  {
    country: "ES",
    mrzNationality: "ESP",
    tones: [0, 4],
    male: ["Íñigo", "Andrés", "Joaquín", "Óscar"],
    female: ["Begoña", "Inés", "Verónica", "Araceli"],
    last: ["Ibáñez Cañada", "Muñoz de la Peña", "Núñez Otxoa", "Garcés"],
    streets: ["calle del Olmo", "plaza de la Fuente", "avenida de España"],
    places: ["Valdemares, , 00028", "Puerto Sereno, , 00035"],
    numberFirst: false,
    phone: "+441632960###",
  },
  {
    country: "BR",
    mrzNationality: "BRA",
    tones: [1, 6],
    male: ["João Gabriel", "Caíque", "Antônio", "Luís"],
    female: ["Conceição", "Thaís", "Iracema", "Letícia"],
    last: ["Gonçalves", "da Conceição", "Araújo Leitão", "Magalhães", "Assunção"],
    streets: ["Rua das Palmeiras", "Travessa São Brás", "Avenida Ipê"],
    places: ["Porto Claro, BA, 00001-000", "Vila Aurora, SP, 00002-000"],
    numberFirst: false,
    phone: "+447700900###",
  },
  {
    country: "SE",
    mrzNationality: "SWE",
    tones: [0, 2],
    male: ["Göran", "Åke", "Håkan", "Sören"],
    female: ["Åsa", "Märta", "Ingegärd", "Siri"],
    last: ["Sjölöf", "Ångström Ek", "Häggkvist", "Rönnblad"],
    streets: ["Björkgatan", "Storgatan", "Älvvägen"],
    places: ["Norrmåla, , 000 10", "Björkvik, , 000 20"],
    numberFirst: false,
    phone: "+46846500###",
  },
  {
    country: "TR",
    mrzNationality: "TUR",
    tones: [1, 3],
    male: ["Çağrı", "Işık", "Gökhan", "İlker"],
    female: ["Ayşegül", "Şebnem", "Gülşah", "Tuğba"],
    last: ["Yıldızoğlu", "Çelikkaya", "Şahinbaş", "Öztürkmen"],
    streets: ["Çınar Sokak", "Gül Caddesi", "Işık Sokağı"],
    places: ["Yenişehir, , 00100", "Akköy, , 00200"],
    numberFirst: false,
    phone: "+447700900###",
  },
  {
    country: "VN",
    mrzNationality: "VNM",
    tones: [1, 3],
    male: ["Đức Ánh", "Quốc Việt", "Hữu Lộc"],
    female: ["Thị Thuỷ Tiên", "Ngọc Ẩn", "Mỹ Hạnh"],
    last: ["Nguyễn", "Trần", "Đặng", "Huỳnh"],
    streets: ["Đường Hoa Sữa", "Phố Cây Bàng"],
    places: ["Thanh Bình, , 000100", "An Hải, , 000200"],
    numberFirst: true,
    phone: "+447700900###",
  },
  {
    country: "KE",
    mrzNationality: "KEN",
    tones: [5, 7],
    male: ["Baraka", "Kiprono", "Otieno", "Juma"],
    female: ["Wanjiru", "Achieng", "Zawadi", "Nafula"],
    last: ["Mwangaza", "Odhiambo", "Kiplagat", "Wafulani", "Ndirangu"],
    streets: ["Acacia Road", "Jacaranda Drive", "Baobab Close"],
    places: ["Maziwa, , 00100", "Kilele, , 00200"],
    numberFirst: true,
    phone: "+447700900###",
  },
];
