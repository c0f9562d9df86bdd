export type Point = { x: number; y: number };
export type Size = { width: number; height: number };

/**
 * The position of a picture on its stage. `zoom` 1 shows all of it. `x` and `y` are the distance of its centre from
 * the centre of the frame, as fractions of the picture's shown size, so that the same view on two pictures shows the
 * same part of both.
 */
export type View = { zoom: number; x: number; y: number };

/**
 * `frame` is the available room (CSS px), `picture` the turned image (its own px), `fit` the CSS px per image px at
 * zoom 1.
 */
export type Geometry = { frame: Size; picture: Size; fit: number };

export const fitted: View = { zoom: 1, x: 0, y: 0 };
const mostZoom = 8;
/** A large photograph can be zoomed to this many CSS px per image px, so that small print is legible. */
const mostScale = 4;

/** `turn` in degrees, a multiple of 90. */
export function geometryOf(frame: Size, image: Size, turn: number): Geometry {
  const picture = turn % 180 === 0 ? image : { width: image.height, height: image.width };
  const fit = Math.min(frame.width / picture.width, frame.height / picture.height);
  return { frame, picture, fit: Number.isFinite(fit) && fit > 0 ? fit : 1 };
}

/** CSS px per image px. */
export const scaleOf = (view: View, { fit }: Geometry): number => fit * view.zoom;

function shownSize(view: View, geometry: Geometry): Size {
  const scale = scaleOf(view, geometry);
  return { width: geometry.picture.width * scale, height: geometry.picture.height * scale };
}

const within = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) || 0;

/** The largest offset of the centre: an edge of the picture never moves inside the frame. */
const limitOf = (shown: number, room: number) => (shown > room ? (shown - room) / 2 / shown : 0);

/** Returns the nearest view within the limits. */
export function settle(view: View, geometry: Geometry): View {
  const most = Math.max(mostZoom, mostScale / geometry.fit);
  const zoom = Math.min(most, Math.max(1, view.zoom));
  const { width, height } = shownSize({ ...view, zoom }, geometry);
  return {
    zoom,
    x: within(view.x, limitOf(width, geometry.frame.width)),
    y: within(view.y, limitOf(height, geometry.frame.height)),
  };
}

/** Zooms so that the point `at` (CSS px from the centre of the frame) stays in place. */
export function zoomAt(view: View, geometry: Geometry, factor: number, at: Point = { x: 0, y: 0 }): View {
  const { zoom } = settle({ ...view, zoom: view.zoom * factor }, geometry);
  const before = shownSize(view, geometry);
  const after = shownSize({ ...view, zoom }, geometry);
  const x = view.x + at.x / after.width - at.x / before.width;
  const y = view.y + at.y / after.height - at.y / before.height;
  return settle({ zoom, x, y }, geometry);
}

/** Moves the picture by `by`, in CSS px. */
export function panBy(view: View, geometry: Geometry, by: Point): View {
  const { width, height } = shownSize(view, geometry);
  return settle({ ...view, x: view.x + by.x / width, y: view.y + by.y / height }, geometry);
}

const middleOf = ([a, b]: [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distanceOf = ([a, b]: [Point, Point]) => Math.hypot(a.x - b.x, a.y - b.y);

/** Follows two fingers that moved from `from` to `to` (CSS px from the centre of the frame). */
export function pinch(view: View, geometry: Geometry, from: [Point, Point], to: [Point, Point]): View {
  const start = middleOf(from);
  const end = middleOf(to);
  const factor = distanceOf(to) / Math.max(1, distanceOf(from));
  const zoomed = zoomAt(view, geometry, factor, start);
  return panBy(zoomed, geometry, { x: end.x - start.x, y: end.y - start.y });
}

/**
 * Toggles between the whole picture and its own size, or twice the fitted size if its own size is hardly larger.
 */
export function toggleSize(view: View, geometry: Geometry, at: Point): View {
  if (view.zoom > 1) return fitted;
  const actual = 1 / geometry.fit;
  return zoomAt(view, geometry, actual > 1.1 ? actual : 2, at);
}

type OnStage = { size: Size; edges: { top: number; bottom: number }; geometry: Geometry; view: View };

/** The centre of the frame, in CSS px from the corner of the stage. Floating controls take room at the edges. */
export const frameMiddle = ({ size, edges }: Pick<OnStage, "size" | "edges">): Point => ({
  x: size.width / 2,
  y: (edges.top + size.height - edges.bottom) / 2,
});

/** The centre of the picture, in CSS px from the corner of the stage. */
export function middleOnStage({ size, edges, geometry, view }: OnStage): Point {
  const shown = shownSize(view, geometry);
  const middle = frameMiddle({ size, edges });
  return { x: middle.x + view.x * shown.width, y: middle.y + view.y * shown.height };
}

export type Side = 0 | 1;
export type Views = readonly [View, View];

/** Changes the view of one side. If the sides are linked, the other one moves to the same part of its own picture. */
export function withView(views: Views, side: Side, next: View, isLinked: boolean): Views {
  if (isLinked) return [next, next];
  return side === 0 ? [next, views[1]] : [views[0], next];
}
