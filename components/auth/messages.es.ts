import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const es: Translated<typeof en> = {
  signIn: {
    title: "Iniciar sesión",
    email: "Correo electrónico",
    password: "Contraseña",
    submit: "Iniciar sesión",
    ended: {
      reset: "Su contraseña está establecida. Úsela para iniciar sesión.",
      saved: "Su sesión ha terminado. Inicie sesión para continuar.",
      unknown:
        "Su sesión ha terminado. Es posible que su último cambio no se haya guardado. Inicie sesión y compruébelo.",
      unsaved:
        "Su sesión había terminado, por lo que su último cambio no se guardó. Inicie sesión y envíe el cambio de nuevo.",
      sso_off:
        "Este enlace de inicio de sesión único no es válido. Pida el enlace actual a una persona que administre su organización.",
      sso_expired:
        "El inicio de sesión único tardó demasiado o se comenzó en otra pestaña. Inténtelo de nuevo.",
      sso_failed:
        "El inicio de sesión único ha fallado. Inténtelo de nuevo o consulte a una persona que administre su organización: el registro de auditoría indica el motivo.",
      sso_no_access:
        "Su cuenta del proveedor de identidad no tiene acceso aquí. Consulte a una persona que administre su organización.",
      sso_second_factor:
        "Su función exige un segundo factor y este inicio de sesión único no lo pide. Consulte a una persona que administre su organización.",
      sso_signed_out: "Ha cerrado la sesión, también en su proveedor de identidad.",
      sso_kept:
        "Su proveedor de identidad no ha confirmado que la sesión esté cerrada allí. En un ordenador compartido, ciérrela allí usted mismo.",
    },
    sso: {
      open: "Usar el inicio de sesión único",
      title: "Inicio de sesión único",
      lead: "Escriba su correo electrónico del trabajo. Inicia sesión en el proveedor de identidad de su organización.",
      submit: "Continuar",
      go: "Continuar en el proveedor de identidad",
      goLead: "Inicia sesión en el proveedor de identidad de su organización.",
      back: "Usar una contraseña",
      none: "No hay inicio de sesión único para este correo electrónico. Compruébelo o use una contraseña.",
    },
    ssoOnly: "Los miembros de su organización usan el inicio de sesión único.",
    wrong: "Correo electrónico o contraseña incorrectos.",
    passkey: "Usar una llave de acceso",
    passkeyProblem: {
      cancelled: "No se usó ninguna llave de acceso: la pregunta del navegador se cerró o su plazo terminó.",
      unsupported: "Este navegador no puede usar llaves de acceso en esta dirección. Use su contraseña.",
      unknown: "Esta llave de acceso no pertenece a ninguna cuenta de aquí o se eliminó.",
      failed: "El navegador no pudo usar una llave de acceso. Inténtelo de nuevo o use su contraseña.",
    },
    code: "Código",
    codeHint: "Los 6 dígitos que muestra su aplicación de autenticación, o un código de recuperación.",
    codeNeeded: "Su contraseña es correcta. Escriba un código o use una llave de acceso.",
    codeWrong:
      "Este código es incorrecto o ya se usó. Escriba el siguiente código de su aplicación u otro código de recuperación.",
    back: "Usar otra cuenta",
    forgottenLink: "¿Ha olvidado su contraseña?",
    forgotten: "¿Ha olvidado su contraseña? Pida un enlace a una persona que administre su organización.",
    tooOften: "Demasiados intentos. Espere 15 minutos e inténtelo de nuevo.",
    failed: "No se pudo iniciar sesión. Inténtelo de nuevo.",
  },
  forgotten: {
    title: "¿Ha olvidado su contraseña?",
    lead: "Escriba el correo electrónico de su cuenta. Recibirá un enlace para establecer una contraseña nueva.",
    submit: "Enviar el enlace",
    sent: "Si existe una cuenta para esta dirección, un correo está en camino. Su enlace funciona una vez, durante una hora.",
    failed: "No se pudo enviar la petición. Inténtelo de nuevo.",
    back: "Volver al inicio de sesión",
    askAdmin: "Pida a una persona que administre su organización un enlace para una contraseña nueva.",
  },
  welcome: {
    pageTitle: "Le damos la bienvenida",
    title: "Cree su cuenta",
    lead: "Este enlace funciona una vez. Su sesión comienza en cuanto cree la cuenta.",
    name: "Su nombre",
    passwordHint: "Al menos 12 caracteres. Use una frase de varias palabras.",
    submit: "Crear la cuenta",
    notValid: "Este enlace no es válido",
    usedUp: "El enlace ya se usó o ha caducado. Pida otro a una persona que administre su organización.",
    refused: "Este enlace ya se usó o ha caducado.",
    taken: "Este correo electrónico tiene o tuvo una cuenta. Inicie sesión o use otra dirección.",
    wrong: {
      name: "Escriba su nombre, con 120 caracteres como máximo.",
      email: "Escriba un correo electrónico con un nombre, una @ y un dominio, como nombre@example.com.",
      password:
        "Use al menos 12 caracteres que no sean fáciles de adivinar, es decir, no una palabra común con dígitos.",
    },
  },
  password: {
    pageTitle: "Contraseña nueva",
    title: "Establecer una contraseña nueva",
    lead: "Este enlace funciona una vez. Sus sesiones terminan en todos los navegadores.",
    label: "Contraseña nueva",
    submit: "Establecer la contraseña",
  },
};
