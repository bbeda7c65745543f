// Labels of places on a map: each with its number in the list, none over another, none cut by the frame.

/** The width of a letter and the height of a line, by the letters of a desk: on a phone they are half as large again. */
const LETTER = 0.93;
const LINE = 1.9;
const GAP = 0.8;
/** As many letters find room on one side of any place. */
const LONGEST = 22;
const MOST = 4;

function brief(words) {
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
}

/** Put places together that one label has to serve. */
function groupsOf(marks, unit) {
  const groups = [];
  for (const mark of marks) {
    const near = groups.find((group) =>
      group.some(
        ({ west, east, y }) =>
          Math.abs(y - mark.y) < LINE * unit &&
          Math.max(west, mark.west) - Math.min(east, mark.east) < 3 * LETTER * unit,
      ),
    );
    if (near) near.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function numbersOf(group) {
  const numbers = group.slice(0, MOST).map(({ number }) => number);
  return `${numbers.join(", ")}${group.length > MOST ? ", …" : ""}`;
}

function overlaps(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/**
 * Place the labels of a map: beside their places, on the side that has room, with words where these fit.
 * @param {object[]} marks number, words, and where each place begins (west), ends (east) and lies (y)
 * @param {number[]} view the window: left, top, width, height
 * @param {number} unit the height of a letter
 * @returns {object[]} text, x, y and anchor of each label
 */
export function labelled(marks, [left, , width], unit) {
  const taken = [];
  return groupsOf(marks, unit).map((group) => {
    const [west, east] = [Math.min(...group.map((each) => each.west)), Math.max(...group.map((each) => each.east))];
    const y = group.reduce((sum, each) => sum + each.y, 0) / group.length;
    const numbers = numbersOf(group);
    const texts = group.length > 1 ? [numbers] : [`${numbers} ${brief(group[0].words)}`, numbers];
    const places = texts.flatMap((text) =>
      ["start", "end"].map((anchor) => {
        const x = anchor === "start" ? east + GAP * unit : west - GAP * unit;
        const length = text.length * LETTER * unit;
        const from = anchor === "start" ? x : x - length;
        const box = { left: from, right: from + length, top: y - (LINE / 2) * unit, bottom: y + (LINE / 2) * unit };
        return { text, x, y, anchor, box };
      }),
    );
    const fits = ({ box }) =>
      box.left >= left && box.right <= left + width && !taken.some((other) => overlaps(box, other));
    const chosen = places.find(fits) ?? places.at(-1);
    taken.push(chosen.box);
    return chosen;
  });
}
