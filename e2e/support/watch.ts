import type { BrowserContext, ConsoleMessage, Request } from "@playwright/test";

/** Names the directive of a violated content policy; the browser itself logs only that there is one. */
const reportViolations = `document.addEventListener("securitypolicyviolation", (event) =>
  console.error("Content policy: " + event.violatedDirective + " refused " + event.blockedURI));`;

/** Collects what no page may do: log an error, throw, break the content policy, or call another host. */
export class Watch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(private readonly origin: string) {}

  async follow(context: BrowserContext, origin = this.origin): Promise<void> {
    await context.addInitScript(reportViolations);
    context.on("console", (message) => this.hear(message));
    context.on("weberror", (error) => this.found.push(`thrown: ${error.error().stack}`));
    context.on("request", (request) => this.see(request, origin));
  }

  /** Allows what the test provokes, such as a refusal that the browser logs. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  problems(): string[] {
    return this.found.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  private hear(message: ConsoleMessage): void {
    // The browser requests it before a page has named its icon.
    if (message.location().url.endsWith("/favicon.ico")) return;
    if (message.type() === "error") this.found.push(`logged: ${message.text()} (${message.location().url})`);
  }

  private see(request: Request, origin: string): void {
    const { protocol, host } = new URL(request.url());
    const isLocal = ["data:", "blob:", "about:"].includes(protocol);
    if (!isLocal && host !== new URL(origin).host) this.found.push(`asked another host: ${request.url()}`);
  }
}
