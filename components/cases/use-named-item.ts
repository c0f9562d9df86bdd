import { useEffect } from "react";

/** Returns whether the address names this element. */
export const isNamed = (id: string): boolean => location.hash === `#${encodeURIComponent(id)}`;

/** Brings the element that the address names into view and marks it, as soon as the page has it. */
export function useNamedItem(): void {
  useEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    const show = () => {
      const item = document.getElementById(id);
      if (!item) return false;
      item.dataset.named = "";
      item.scrollIntoView({ block: "center" });
      return true;
    };
    if (show()) return;
    const watcher = new MutationObserver(() => {
      if (show()) watcher.disconnect();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, []);
}
