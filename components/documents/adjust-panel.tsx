"use client";

import { Contrast } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { RangeField } from "@/components/ui/range-field";
import { Switch } from "@/components/ui/switch";
import { ToolFace, toolClass } from "./tool-button";
import {
  adjustedText,
  adjustment,
  brighter,
  changeSettings,
  unadjusted,
  type ViewerSettings,
} from "./viewer-settings";

const range = { min: adjustment.least, max: adjustment.most, step: adjustment.step };

/** The page's keys do not work while a panel is open; these still do. */
function onKeyDown(event: KeyboardEvent, isInverted: boolean, close: () => void) {
  const acts: Record<string, () => unknown> = {
    b: close,
    i: () => changeSettings({ isInverted: !isInverted }),
    "[": () => brighter(-adjustment.step),
    "]": () => brighter(adjustment.step),
  };
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Sets brightness, contrast and inversion of the shown images; `id` is the panel's. */
export function AdjustPanel({ id, settings }: { id: string; settings: ViewerSettings }) {
  const { brightness, contrast, isInverted } = settings;
  return (
    <Popover
      id={id}
      label="Brightness and contrast"
      shortcut="b"
      iconOnly
      align="start"
      trigger={
        <ToolFace shortcut="B">
          <Contrast aria-hidden className={adjustedText(settings) ? "text-accent" : undefined} />
        </ToolFace>
      }
      triggerClassName={toolClass}
      className="w-64"
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys on their way up from the controls inside
        <div className="grid gap-3 p-1" onKeyDown={(event) => onKeyDown(event, isInverted, close)}>
          <RangeField
            label="Brightness"
            shown={`${brightness} %`}
            {...range}
            value={brightness}
            onChange={(event) => changeSettings({ brightness: event.target.valueAsNumber })}
          />
          <RangeField
            label="Contrast"
            shown={`${contrast} %`}
            {...range}
            value={contrast}
            onChange={(event) => changeSettings({ contrast: event.target.valueAsNumber })}
          />
          <Switch
            label="Invert"
            checked={isInverted}
            onChange={(event) => changeSettings({ isInverted: event.target.checked })}
          />
          <div className="flex items-center gap-3 border-t pt-2">
            <p className="flex-1 text-sm text-ink-muted">
              These settings change your view only and are saved in this browser.
            </p>
            <Button size="sm" onClick={() => changeSettings(unadjusted)}>
              Reset
            </Button>
          </div>
        </div>
      )}
    </Popover>
  );
}
