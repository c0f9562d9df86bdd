import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  signIn: {
    title: "Anmelden",
    email: "E-Mail-Adresse",
    password: "Passwort",
    submit: "Anmelden",
    ended: {
      reset: "Ihr Passwort ist festgelegt. Melden Sie sich damit an.",
      saved: "Ihre Anmeldung ist abgelaufen. Melden Sie sich an, um fortzufahren.",
      unknown:
        "Ihre Anmeldung ist abgelaufen. Ihre letzte Änderung wurde möglicherweise nicht gespeichert. Melden Sie sich an und prüfen Sie sie.",
      unsaved:
        "Ihre Anmeldung war abgelaufen, deshalb wurde Ihre letzte Änderung nicht gespeichert. Melden Sie sich an und senden Sie die Änderung erneut.",
      sso_off:
        "Dieser Link zum Single Sign-on ist nicht gültig. Bitten Sie eine Person mit Administrationsrechten um den aktuellen.",
      sso_expired:
        "Das Single Sign-on hat zu lange gedauert oder wurde in einem anderen Tab begonnen. Versuchen Sie es erneut.",
      sso_failed:
        "Das Single Sign-on ist fehlgeschlagen. Versuchen Sie es erneut, oder wenden Sie sich an eine Person mit Administrationsrechten: Der Grund steht im Prüfprotokoll.",
      sso_no_access:
        "Ihr Konto beim Identitätsanbieter hat hier keinen Zugang. Wenden Sie sich an eine Person mit Administrationsrechten.",
      sso_second_factor:
        "Ihre Rolle verlangt einen zweiten Faktor, und dieses Single Sign-on fragt nicht danach. Wenden Sie sich an eine Person mit Administrationsrechten.",
      sso_signed_out: "Sie sind abgemeldet, auch bei Ihrem Identitätsanbieter.",
      sso_kept:
        "Ihr Identitätsanbieter hat nicht bestätigt, dass Sie dort abgemeldet sind. Melden Sie sich an einem gemeinsam genutzten Computer dort selbst ab.",
    },
    sso: {
      open: "Mit Single Sign-on anmelden",
      title: "Single Sign-on",
      lead: "Geben Sie Ihre dienstliche E-Mail-Adresse ein. Sie melden sich beim Identitätsanbieter Ihrer Organisation an.",
      submit: "Weiter",
      go: "Weiter zum Identitätsanbieter",
      goLead: "Sie melden sich beim Identitätsanbieter Ihrer Organisation an.",
      back: "Mit Passwort anmelden",
      none: "Für diese E-Mail-Adresse gibt es kein Single Sign-on. Prüfen Sie sie, oder melden Sie sich mit einem Passwort an.",
    },
    ssoOnly: "Mitglieder Ihrer Organisation melden sich mit Single Sign-on an.",
    wrong: "E-Mail-Adresse oder Passwort ist falsch.",
    passkey: "Mit einem Passkey anmelden",
    passkeyProblem: {
      cancelled:
        "Es wurde kein Passkey verwendet: Die Frage des Browsers wurde geschlossen oder ihre Zeit war um.",
      unsupported:
        "Dieser Browser kann unter dieser Adresse keine Passkeys verwenden. Melden Sie sich mit Ihrem Passwort an.",
      unknown: "Dieser Passkey gehört hier zu keinem Konto oder wurde entfernt.",
      failed:
        "Der Browser konnte keinen Passkey verwenden. Versuchen Sie es erneut oder melden Sie sich mit Ihrem Passwort an.",
    },
    code: "Code",
    codeHint: "Die 6 Ziffern aus Ihrer Authentifizierungs-App oder ein Wiederherstellungscode.",
    codeNeeded:
      "Ihr Passwort ist richtig. Geben Sie einen Code ein oder melden Sie sich mit einem Passkey an.",
    codeWrong:
      "Dieser Code ist falsch oder wurde bereits verwendet. Geben Sie den nächsten Code Ihrer App oder einen anderen Wiederherstellungscode ein.",
    back: "Anderes Konto verwenden",
    forgottenLink: "Passwort vergessen?",
    forgotten:
      "Passwort vergessen? Bitten Sie eine Person mit Administrationsrechten in Ihrer Organisation um einen Link.",
    tooOften: "Zu viele Versuche. Warten Sie 15 Minuten und versuchen Sie es dann erneut.",
    failed: "Die Anmeldung ist fehlgeschlagen. Versuchen Sie es erneut.",
  },
  forgotten: {
    title: "Passwort vergessen?",
    lead: "Geben Sie die E-Mail-Adresse Ihres Kontos ein. Sie erhalten einen Link, mit dem Sie ein neues Passwort festlegen.",
    submit: "Link senden",
    sent: "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail unterwegs. Ihr Link gilt einmal, eine Stunde lang.",
    failed: "Die Bitte konnte nicht gesendet werden. Versuchen Sie es erneut.",
    back: "Zurück zur Anmeldung",
    askAdmin: "Bitten Sie einen Admin Ihrer Organisation um einen Link für ein neues Passwort.",
  },
  welcome: {
    pageTitle: "Willkommen",
    title: "Konto erstellen",
    lead: "Dieser Link funktioniert einmal. Sobald Sie das Konto erstellt haben, sind Sie angemeldet.",
    name: "Ihr Name",
    passwordHint: "Mindestens 12 Zeichen. Verwenden Sie eine Passphrase aus mehreren Wörtern.",
    submit: "Konto erstellen",
    notValid: "Dieser Link ist nicht gültig",
    usedUp:
      "Der Link wurde bereits verwendet oder ist abgelaufen. Bitten Sie eine Person mit Administrationsrechten um einen neuen Link.",
    refused: "Dieser Link wurde bereits verwendet oder ist abgelaufen.",
    taken:
      "Zu dieser E-Mail-Adresse gibt oder gab es ein Konto. Melden Sie sich an, oder verwenden Sie eine andere Adresse.",
    wrong: {
      name: "Geben Sie Ihren Namen mit höchstens 120 Zeichen an.",
      email:
        "Geben Sie eine E-Mail-Adresse mit einem Namen, einem @ und einer Domain an, zum Beispiel name@example.com.",
      password:
        "Verwenden Sie mindestens 12 Zeichen, und keine, die leicht zu erraten sind, zum Beispiel ein verbreitetes Wort mit Ziffern.",
    },
  },
  password: {
    pageTitle: "Neues Passwort",
    title: "Neues Passwort festlegen",
    lead: "Dieser Link funktioniert einmal. Ihre Anmeldungen in allen Browsern enden.",
    label: "Neues Passwort",
    submit: "Passwort festlegen",
  },
};
