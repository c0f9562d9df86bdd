import { StandingImage } from "@/components/documents/standing-image";
import { Skeleton } from "@/components/ui/skeleton";

/** As large as the desk's panes. The first image is shown at once when its URL is known. */
export function DeskSkeleton({ image }: { image?: string }) {
  return (
    <>
      <div className="flex h-16 shrink-0 flex-col justify-evenly border-b px-4">
        <Skeleton className="h-4 w-72" />
        <Skeleton className="h-4 w-full max-w-176" />
      </div>
      <div role="status" className="flex min-h-0 flex-1">
        <span className="sr-only">Loading the case</span>
        <div className="flex min-w-0 flex-1 flex-col border-r">
          <div className="flex h-10.5 items-center gap-3 border-b px-3">
            <Skeleton className="h-5 w-16" />
            <Skeleton className="h-5 w-16" />
          </div>
          {image ? (
            <div className="relative min-h-0 flex-1 bg-stage">
              <StandingImage url={image} name="Document" />
            </div>
          ) : (
            <div className="min-h-0 flex-1 bg-stage" />
          )}
          <div className="flex h-[6.125rem] shrink-0 items-center gap-2 border-t px-3">
            <Skeleton className="h-19 w-20" />
            <Skeleton className="h-19 w-20" />
          </div>
        </div>
        <div className="flex w-[37rem] shrink-0 max-xl:block max-xl:w-80">
          <div className="flex w-[19rem] flex-col gap-3 border-r p-3 max-xl:w-auto max-xl:border-r-0">
            {["a", "b", "c", "d", "e", "f", "g", "h"].map((row) => (
              <Skeleton key={row} className="h-4.5 w-full" />
            ))}
          </div>
          <div className="flex flex-1 flex-col gap-3 p-3 max-xl:hidden">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-16 w-full" />
            <Skeleton className="h-16 w-full" />
          </div>
        </div>
      </div>
      <div className="min-h-13 shrink-0 border-t bg-surface" />
    </>
  );
}
