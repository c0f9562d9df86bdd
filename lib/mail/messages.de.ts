import type { Translated } from "@/lib/language/messages";
import type { en } from "@/lib/mail/messages.en";

/** {@link en} in German. */
export const de: Translated<typeof en> = {
  hello: "Guten Tag {name},",
  helloAll: "Guten Tag,",
  until: "Der Link gilt einmal, bis {until}.",
  ignore: "Wenn Sie diese E-Mail nicht erwartet haben, ignorieren Sie sie.",
  foot: "{organization} prüft Identitäten mit Countersign.",
  invitation: {
    subject: "Einladung zu {organization}",
    text: "{by} lädt Sie ein, mit {organization} in Countersign zu arbeiten. Öffnen Sie diesen Link, um Ihr Konto anzulegen:",
    action: "Konto anlegen",
  },
  password_link: {
    subject: "Ein Link für ein neues Passwort",
    text: "{by} hat einen Link erstellt, mit dem Sie ein neues Passwort für Ihr Konto bei {organization} festlegen:",
    action: "Neues Passwort festlegen",
    warning:
      "Wenn Sie nicht darum gebeten haben, sagen Sie es {by}. Ihr Passwort bleibt, bis der Link benutzt wird.",
  },
  forgotten_password: {
    subject: "Ihr neues Passwort",
    text: "Für Ihr Konto bei {organization} wurde ein neues Passwort angefordert. Öffnen Sie diesen Link, um es festzulegen:",
    action: "Neues Passwort festlegen",
    warning: "Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist.",
  },
  capture_invite: {
    subject: "{organization}: Bestätigen Sie Ihre Identität",
    text: "{organization} bittet Sie, Ihre Identität zu bestätigen. Öffnen Sie dazu diesen Link auf Ihrem Telefon oder Computer:",
    action: "Identität bestätigen",
  },
  daily_digest: {
    subject: "Was heute fällig ist",
    dueRequests: "{count, plural, one {# Antrag ist bald fällig} other {# Anträge sind bald fällig}}",
    lateRequests: "{count, plural, one {# Antrag ist überfällig} other {# Anträge sind überfällig}}",
    lateCases: "{count, plural, one {# Fall ist überfällig} other {# Fälle sind überfällig}}",
    requests: "Anträge öffnen",
    cases: "Warteschlange öffnen",
    stop: "Diese tägliche E-Mail schalten Sie unter „Mein Konto“ aus: {url}",
  },
  webhook_disabled: {
    subject: "Ein Webhook-Endpunkt wurde abgeschaltet",
    text: "Der Endpunkt bei {host} ({environment}) wurde nach {failures, plural, one {# fehlgeschlagenen Zustellung} other {# fehlgeschlagenen Zustellungen}} in Folge abgeschaltet. Ereignisse warten in der Liste der Zustellungen.",
    action: "Webhooks öffnen",
  },
  test: {
    subject: "Test-E-Mail",
    text: "Dies ist ein Test. E-Mails von {organization} kommen an.",
  },
};
