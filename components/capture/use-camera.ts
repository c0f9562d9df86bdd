import { useCallback, useEffect, useRef, useState } from "react";

/** Why there is no picture from the camera. */
export type CameraTrouble = "refused" | "none" | "busy" | "unsupported";

/** The longest side of a picture, in pixels: enough for the smallest print of a document. */
const longestSide = 2400;

const troubleOf = (error: unknown): CameraTrouble => {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
};

/** Starts and stops the camera, and takes pictures. It is stopped when the part that shows it goes. */
export function useCamera(facing: "user" | "environment") {
  const [stream, setStream] = useState<MediaStream | null>(null);
  /** What runs, also when the page is already gone: React drops a state that nobody shows. */
  const running = useRef<MediaStream | null>(null);
  const isGone = useRef(false);
  const [isStarting, setStarting] = useState(false);
  const [trouble, setTrouble] = useState<CameraTrouble>();
  const video = useRef<HTMLVideoElement | null>(null);
  const stop = useCallback(() => {
    for (const track of running.current?.getTracks() ?? []) track.stop();
    running.current = null;
    setStream(null);
  }, []);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      stop();
    };
  }, [stop]);
  const begin = (begun: MediaStream) => {
    running.current = begun;
    // Permission may come after the applicant has gone on.
    if (isGone.current) stop();
    else setStream(begun);
  };
  const start = async () => {
    setTrouble(undefined);
    // Browsers offer the camera to pages over https only.
    if (!navigator.mediaDevices?.getUserMedia) return setTrouble("unsupported");
    setStarting(true);
    const wanted = { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1080 } };
    await navigator.mediaDevices
      .getUserMedia({ video: wanted, audio: false })
      .then(begin, (error: unknown) => setTrouble(troubleOf(error)));
    setStarting(false);
  };
  const show = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element;
      if (element && stream) element.srcObject = stream;
    },
    [stream],
  );
  const take = async (): Promise<Blob | null> => {
    const seen = video.current;
    if (!seen?.videoWidth) return null;
    const scale = Math.min(1, longestSide / Math.max(seen.videoWidth, seen.videoHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(seen.videoWidth * scale);
    canvas.height = Math.round(seen.videoHeight * scale);
    canvas.getContext("2d")?.drawImage(seen, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  };
  return { isOn: stream !== null, isStarting, trouble, start, stop, show, take };
}
