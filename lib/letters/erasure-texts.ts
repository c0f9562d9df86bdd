import type { LetterLanguage } from "@/lib/contract/vocabulary";

type Texts = {
  title: string;
  intro: string;
  titles: Readonly<Record<"erased" | "kept" | "held" | "always" | "rights" | "certificate", string>>;
  erased: string;
  nothing: string;
  kept: string;
  until: string;
  open: string;
  held: string;
  hold: string;
  always: string;
  write: string;
  officer: string;
  complain: string;
  certificate: string;
  page: string;
  key: string;
  before: string;
  destroyed: string;
};

const en: Texts = {
  title: "Your erasure: answer to request {id}",
  intro:
    "To {requester}. You asked us on {received} to erase the data we store about you ({law}). This letter of {today} explains which data we erased, which data we keep, and why.",
  titles: {
    erased: "Erased data",
    kept: "Data a law requires us to keep, and until when",
    held: "Data kept for legal claims",
    always: "Data we keep of every verification, and why",
    rights: "Your rights",
    certificate: "The certificate",
  },
  erased:
    "Your data and images were encrypted with a key for each verification. The key has been destroyed and the encrypted data deleted. Copies in backups cannot be opened without the key, and data from a restored backup is erased again before anyone can see it.",
  nothing: "No data could be erased yet. The reasons follow.",
  kept: "We use this data for no other purpose. Only our compliance staff can open it. It is erased automatically when the retention ends, and the certificate then gets another page.",
  until: "until {day}: {why}",
  open: "until the retention ends: {why}",
  held: "We need this data to establish, exercise or defend legal claims. We erase it when that need has ended.",
  hold: "legal hold",
  always:
    "We keep its number, dates, status and outcome, check scores without the data they were computed from, and the log of actions. They prove that we verified as the law requires and that we erased the data. We keep your request and this correspondence as evidence of our answer. If a number, an address or a device is on a fraud-prevention list, we keep a check value of it, computed with a secret key, from which it cannot be read back.",
  write: "If you think that we should not keep this data, write to {controller}: {contact}",
  officer: "Data protection officer: {officer}",
  complain: "You may complain to a supervisory authority ({authority}) and go to court.",
  certificate:
    "The certificate states which data was destroyed, when, and by whose decision, with hashes of every destroyed ciphertext and the events of our sealed log. Ask us for the file. Its pages have these SHA-256 hashes, and the file is signed (Ed25519) with the key below.",
  page: "Page {number}",
  key: "Public key",
  before: "before",
  destroyed: "{day}: {records} and {images}",
};

const de: Texts = {
  title: "Ihre Löschung: Antwort auf Antrag {id}",
  intro:
    "An {requester}. Sie haben am {received} die Löschung der Daten verlangt, die wir über Sie speichern ({law}). Dieser Brief vom {today} erläutert, welche Daten wir gelöscht haben, welche wir behalten, und warum.",
  titles: {
    erased: "Gelöschte Daten",
    kept: "Daten, die wir nach einem Gesetz aufbewahren müssen, und bis wann",
    held: "Daten, die wir für Rechtsansprüche aufbewahren",
    always: "Was wir von jeder Identitätsprüfung behalten, und warum",
    rights: "Ihre Rechte",
    certificate: "Die Bescheinigung",
  },
  erased:
    "Ihre Daten und Bilder waren für jede Identitätsprüfung mit einem eigenen Schlüssel verschlüsselt. Der Schlüssel wurde zerstört, und die verschlüsselten Daten wurden gelöscht. Kopien in Sicherungen lassen sich ohne den Schlüssel nicht öffnen, und Daten aus einer wiederhergestellten Sicherung werden erneut gelöscht, bevor jemand sie sehen kann.",
  nothing: "Es konnten noch keine Daten gelöscht werden. Die Gründe folgen.",
  kept: "Wir verwenden diese Daten für keinen anderen Zweck. Nur unsere Beschäftigten für Compliance können sie öffnen. Sie werden automatisch gelöscht, wenn die Aufbewahrungsfrist endet, und die Bescheinigung erhält dann eine weitere Seite.",
  until: "bis zum {day}: {why}",
  open: "bis zum Ende der Aufbewahrungsfrist: {why}",
  held: "Wir benötigen diese Daten zur Geltendmachung, Ausübung oder Verteidigung von Rechtsansprüchen. Wir löschen sie, wenn das nicht mehr nötig ist.",
  hold: "für Rechtsansprüche aufbewahrt",
  always:
    "Wir behalten ihre Nummer, Zeiten, Stand und Ergebnis, die Werte der Prüfungen ohne die Daten, aus denen sie berechnet wurden, und das Protokoll der Handlungen. Sie beweisen, dass wir so geprüft haben, wie es das Gesetz verlangt, und dass wir die Daten gelöscht haben. Ihren Antrag und diesen Schriftwechsel behalten wir als Nachweis unserer Antwort. Wenn eine Nummer, eine Adresse oder ein Gerät auf einer Liste gegen Betrug steht, behalten wir davon einen mit einem geheimen Schlüssel berechneten Prüfwert, aus dem sie sich nicht zurückrechnen lassen.",
  write:
    "Wenn Sie meinen, dass wir diese Daten nicht behalten sollten, schreiben Sie an {controller}: {contact}",
  officer: "Datenschutzbeauftragte: {officer}",
  complain: "Sie können sich bei einer Aufsichtsbehörde beschweren ({authority}) und vor Gericht gehen.",
  certificate:
    "Die Bescheinigung nennt, welche Daten wann und auf wessen Entscheidung zerstört wurden, mit Prüfwerten jedes zerstörten Chiffrats und den Ereignissen unseres versiegelten Protokolls. Verlangen Sie die Datei von uns. Ihre Seiten haben diese SHA-256-Prüfwerte, und die Datei ist mit dem unten stehenden Schlüssel unterzeichnet (Ed25519).",
  page: "Seite {number}",
  key: "Öffentlicher Schlüssel",
  before: "schon früher",
  destroyed: "{day}: Datensätze {records}, Bilddateien {images}",
};

const fr: Texts = {
  title: "Votre effacement : réponse à la demande {id}",
  intro:
    "À {requester}. Vous nous avez demandé, le {received}, d’effacer les données que nous conservons à votre sujet ({law}). Cette lettre du {today} explique quelles données nous avons effacées, lesquelles nous conservons et pourquoi.",
  titles: {
    erased: "Données effacées",
    kept: "Données qu’une loi nous oblige à conserver, et jusqu’à quand",
    held: "Données conservées pour des droits en justice",
    always: "Ce que nous conservons de chaque vérification, et pourquoi",
    rights: "Vos droits",
    certificate: "Le certificat",
  },
  erased:
    "Vos données et images étaient chiffrées avec une clé propre à chaque vérification. La clé a été détruite et les données chiffrées supprimées. Les copies dans les sauvegardes ne peuvent être ouvertes sans la clé, et les données d’une sauvegarde restaurée sont à nouveau effacées avant que quiconque puisse les voir.",
  nothing: "Aucune donnée n’a encore pu être effacée. Les raisons suivent.",
  kept: "Nous n’utilisons ces données à aucune autre fin. Seul notre personnel chargé de la conformité peut les ouvrir. Elles sont effacées automatiquement à la fin de la conservation, et le certificat reçoit alors une page supplémentaire.",
  until: "jusqu’au {day} : {why}",
  open: "jusqu’à la fin de la conservation : {why}",
  held: "Nous avons besoin de ces données pour constater, exercer ou défendre des droits en justice. Nous les effaçons lorsque ce besoin prend fin.",
  hold: "conservées pour des droits en justice",
  always:
    "Nous conservons son numéro, ses dates, son état et son résultat, les notes des contrôles sans les données dont elles ont été calculées, et le journal des actions. Ils prouvent que nous avons vérifié comme la loi l’exige et que nous avons effacé les données. Nous conservons votre demande et cette correspondance comme preuve de notre réponse. Si un numéro, une adresse ou un appareil figure sur une liste de prévention de la fraude, nous en conservons une valeur de contrôle calculée avec une clé secrète, à partir de laquelle la donnée d’origine ne peut être retrouvée.",
  write: "Si vous pensez que nous ne devrions pas conserver ces données, écrivez à {controller} : {contact}",
  officer: "Délégué à la protection des données : {officer}",
  complain:
    "Vous pouvez introduire une réclamation auprès d’une autorité de contrôle ({authority}) et former un recours juridictionnel.",
  certificate:
    "Le certificat indique quelles données ont été détruites, quand et sur décision de qui, avec les empreintes de chaque texte chiffré détruit et les événements de notre journal scellé. Demandez-nous le fichier. Ses pages ont les empreintes SHA-256 suivantes, et le fichier est signé (Ed25519) avec la clé ci-dessous.",
  page: "Page {number}",
  key: "Clé publique",
  before: "auparavant",
  destroyed: "{day} : enregistrements {records}, fichiers d’images {images}",
};

const es: Texts = {
  title: "Su supresión: respuesta a la solicitud {id}",
  intro:
    "A {requester}. El {received} nos pidió que suprimiéramos los datos que conservamos sobre usted ({law}). Esta carta de {today} explica qué datos hemos suprimido, cuáles conservamos y por qué.",
  titles: {
    erased: "Datos suprimidos",
    kept: "Datos que una ley nos obliga a conservar, y hasta cuándo",
    held: "Datos conservados para reclamaciones legales",
    always: "Qué conservamos de cada verificación, y por qué",
    rights: "Sus derechos",
    certificate: "El certificado",
  },
  erased:
    "Sus datos e imágenes estaban cifrados con una clave propia de cada verificación. La clave se ha destruido y los datos cifrados se han eliminado. Las copias de seguridad no pueden abrirse sin la clave, y los datos de una copia restaurada se suprimen de nuevo antes de que nadie pueda verlos.",
  nothing: "Todavía no se ha podido suprimir ningún dato. A continuación figuran los motivos.",
  kept: "No utilizamos estos datos para ningún otro fin. Solo nuestro personal de cumplimiento puede abrirlos. Se suprimen automáticamente cuando termina la conservación, y el certificado recibe entonces otra página.",
  until: "hasta el {day}: {why}",
  open: "hasta que termine la conservación: {why}",
  held: "Necesitamos estos datos para formular, ejercer o defender reclamaciones legales. Los suprimimos cuando esa necesidad termina.",
  hold: "conservados para reclamaciones legales",
  always:
    "Conservamos su número, fechas, estado y resultado, las puntuaciones de los controles sin los datos de los que se calcularon, y el registro de acciones. Demuestran que verificamos como exige la ley y que suprimimos los datos. Conservamos su solicitud y esta correspondencia como prueba de nuestra respuesta. Si un número, una dirección o un dispositivo figura en una lista de prevención del fraude, conservamos un valor de comprobación calculado con una clave secreta, a partir del cual no puede recuperarse el dato original.",
  write: "Si cree que no deberíamos conservar estos datos, escriba a {controller}: {contact}",
  officer: "Delegado de protección de datos: {officer}",
  complain:
    "Puede presentar una reclamación ante una autoridad de control ({authority}) y acudir a los tribunales.",
  certificate:
    "El certificado indica qué datos se destruyeron, cuándo y por decisión de quién, con los valores hash de cada texto cifrado destruido y los eventos de nuestro registro sellado. Pídanos el archivo. Sus páginas tienen estos valores SHA-256, y el archivo está firmado (Ed25519) con la clave siguiente.",
  page: "Página {number}",
  key: "Clave pública",
  before: "con anterioridad",
  destroyed: "{day}: registros {records}, archivos de imagen {images}",
};

export const erasureTexts: Readonly<Record<LetterLanguage, Texts>> = { en, de, fr, es };
