type StandingImageProps = { url: string; name: string };

/** Makes the browser measure when the image was painted; React's types lack the attribute. */
const paintTimed = { elementtiming: "evidence" };

/** The picture as the server renders it, before a script knows the size of its stage. The viewer replaces it. */
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
