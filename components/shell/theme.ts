/** Parses the cookie's theme; an unknown one is the system's. */
export function readTheme(cookie: string | undefined): "system" | "light" | "dark" {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** For `<html data-theme={themeAttribute(theme)}>`: the system's theme has no attribute. */
export function themeAttribute(theme: "system" | "light" | "dark"): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}
