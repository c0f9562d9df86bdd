type StandingImageProps = { url: string; name: string };

/** The browser notes when it was painted; React's types do not know the attribute. */
const paintTimed = { elementtiming: "evidence" };

/** The picture as it comes with the page, before any script knows how large its stage is; the viewer takes it over. */
export function StandingImage({ url, name }: StandingImageProps) {
  return (
    // biome-ignore lint/performance/noImgElement: signed, short-lived, and watermarked for one viewer
    <img
      src={url}
      alt={name}
      {...paintTimed}
      data-standing=""
      fetchPriority="high"
      className="absolute inset-0 size-full object-contain p-3 pb-14"
    />
  );
}
