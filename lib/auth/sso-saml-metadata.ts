import "server-only";
import { acsUrlOf, logoutUrlOf, samlIdOf } from "@/lib/single-sign-on/dto";
import type { ConnectionRow } from "@/lib/single-sign-on/load";

const bindings = "urn:oasis:names:tc:SAML:2.0:bindings";

/**
 * The metadata of this side, which the provider is given (SAML 2.0 metadata, §2.4.4). The library's own says that every
 * request is signed, and offers single logout by HTTP-POST alone. The addresses contain nothing that XML would escape:
 * they are an origin and an id.
 * @param certificate in PEM, of the key that signs requests to sign out
 */
export function spMetadata({ id }: ConnectionRow, certificate: string): string {
  const body = certificate.replaceAll(/-----[^-]+-----|\s/g, "");
  const logouts = ["HTTP-Redirect", "HTTP-POST"].map(
    (each) => `<SingleLogoutService Binding="${bindings}:${each}" Location="${logoutUrlOf(id)}"/>`,
  );
  return `<?xml version="1.0"?>
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${samlIdOf(id)}">
  <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="false" WantAssertionsSigned="true">
    <KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
    ${logouts.join("\n    ")}
    <AssertionConsumerService index="1" isDefault="true" Binding="${bindings}:HTTP-POST" Location="${acsUrlOf(id)}"/>
  </SPSSODescriptor>
</EntityDescriptor>
`;
}
