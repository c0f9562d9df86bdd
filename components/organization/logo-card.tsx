import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormAlert } from "@/components/ui/form-alert";
import { toast } from "@/components/ui/toast";
import { organizationQueries, removeLogo, setLogo } from "@/lib/organization/client";
import { logoLimits, type OrganizationDto } from "@/lib/organization/schema";
import type { OrganizationAccess } from "./organization-draft";

const maxKb = logoLimits.bytes / 1024;

/** Reads a file as Base64. */
async function base64Of(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}

/** Saves the logo at once; it is no part of the page's draft. */
function useLogo({ version }: OrganizationDto) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { queryKey } = organizationQueries.own(environment);
  const [refusal, setRefusal] = useState<string>();
  const change = useMutation({
    mutationFn: async (file: File | null) =>
      file
        ? setLogo(environment, { image: await base64Of(file), version })
        : removeLogo(environment, version),
    onSuccess: (saved, file) => {
      client.setQueryData(queryKey, saved);
      toast({
        tone: "success",
        title: file ? "Logo saved" : "Logo removed",
        detail: "The change is recorded in the audit log.",
      });
    },
    onError: (error) => {
      const { status, detail } = problemOf(error);
      setRefusal(detail);
      if (status === 409) client.invalidateQueries({ queryKey, exact: true });
    },
  });
  const start = (file: File | null) => {
    const isTooLarge = file !== null && file.size > logoLimits.bytes;
    setRefusal(isTooLarge ? `The file is larger than ${maxKb} kB.` : undefined);
    if (!isTooLarge) change.mutate(file);
  };
  return { start, refusal, isBusy: change.isPending };
}

/** The logo, on the ground that letters and public pages have. */
export function LogoCard({ access, mayUpdate }: { access: OrganizationAccess; mayUpdate: boolean }) {
  const { name, logo } = access.settings;
  const id = useId();
  const { start, refusal, isBusy } = useLogo(access.settings);
  return (
    <Card title="Logo">
      <div className="flex flex-col gap-4">
        <FormAlert>{refusal}</FormAlert>
        {logo ? (
          <div className="grid min-h-24 place-items-center rounded-md border bg-white p-4">
            {/* biome-ignore lint/performance/noImgElement: the optimizer would encode a small picture again */}
            <img
              src={logo.url}
              alt={`Logo of ${name}`}
              width={logo.width}
              height={logo.height}
              className="h-auto max-h-24 w-auto max-w-full"
            />
          </div>
        ) : (
          <p className="text-ink-muted">
            There is no logo. Letters and public pages show the name of the organization.
          </p>
        )}
        {mayUpdate ? (
          <div className="flex flex-wrap items-center gap-2">
            <input
              id={id}
              type="file"
              accept="image/png,image/jpeg,image/webp"
              className="sr-only"
              tabIndex={-1}
              aria-label="Logo file"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = "";
                if (file) start(file);
              }}
            />
            <Button pending={isBusy} onClick={() => document.getElementById(id)?.click()}>
              {logo ? "Replace logo" : "Choose logo"}
            </Button>
            {logo ? (
              <Button disabled={isBusy} onClick={() => start(null)}>
                Remove logo
              </Button>
            ) : null}
            <span className="text-sm text-ink-muted">
              PNG, JPEG or WebP, up to {maxKb} kB and {logoLimits.pixels} pixels. Saved at once.
            </span>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
