import { PNG } from 'pngjs';
import { createRandom } from './world/random';

// Read once: in Jest's sandbox each look at a global takes long, and there is one for each pixel.
const { abs, max, min, round } = Math;

type Colour = readonly [red: number, green: number, blue: number];

const COVER_SIZE = 192;
const PLATE_SIZE = 256;
const LAYER_HEIGHT = 4;
const BACKGROUND: Colour = [238, 240, 242];
const PLATE: Colour = [58, 62, 66];
const PLATE_LINE: Colour = [78, 83, 88];

/** The cover of a task: a part of stacked layers, drawn from the task's id in its first colour. */
export function drawCover(taskId: number, colours: readonly string[]): Buffer {
	const random = createRandom(`cover ${taskId}`);
	const waves = Array.from({ length: 3 }, (_, index) => ({
		height: random.decimal(0.02, 0.12, 3),
		length: random.decimal(0.4, 2.2, 2) * (index + 1),
		phase: random.decimal(0, 6.28, 2),
	}));
	const top = Math.round(COVER_SIZE * random.decimal(0.12, 0.4, 2));
	const ground = Math.round(COVER_SIZE * 0.86);
	const palette = toPalette(colours);
	const image = canvas(COVER_SIZE, COVER_SIZE, BACKGROUND);
	fill(image, 0, ground, COVER_SIZE, COVER_SIZE - ground, PLATE);
	for (let y = top; y < ground; y++) {
		const layer = Math.floor((ground - y) / LAYER_HEIGHT);
		const height = (ground - y) / (ground - top);
		const swing = waves.reduce(
			(sum, wave) => sum + wave.height * Math.sin(wave.length * height * 6.28 + wave.phase),
			0,
		);
		const half = Math.round(COVER_SIZE * Math.max(0.08, 0.26 + swing));
		const colour = palette[Math.floor(height * palette.length * 0.999)] ?? BACKGROUND;
		const groove = (ground - y) % LAYER_HEIGHT === 0 ? 0.86 : 1;
		for (let x = -half; x <= half; x++) {
			const light = (1 - 0.45 * abs(x / half + 0.25)) * groove * (layer % 2 ? 1 : 0.97);
			paint(image, COVER_SIZE / 2 + x, y, shade(colour, light));
		}
	}
	return encoded(image);
}

/** A plate seen from above, with the parts that lie on it. */
export function drawPlate(taskId: number, plate: number, colours: readonly string[]): Buffer {
	const random = createRandom(`plate ${taskId}/${plate}`);
	const image = canvas(PLATE_SIZE, PLATE_SIZE, PLATE);
	for (let line = 0; line < PLATE_SIZE; line += 32) {
		fill(image, line, 0, 1, PLATE_SIZE, PLATE_LINE);
		fill(image, 0, line, PLATE_SIZE, 1, PLATE_LINE);
	}
	const palette = toPalette(colours);
	for (let part = random.whole(1, 5); part > 0; part--) {
		drawPart(image, {
			x: random.whole(48, PLATE_SIZE - 48),
			y: random.whole(48, PLATE_SIZE - 48),
			radius: random.whole(14, 40),
			corners: random.whole(3, 8),
			turn: random.decimal(0, 6.28, 2),
			colour: random.pick(palette),
		});
	}
	return encoded(image);
}

interface Part {
	x: number;
	y: number;
	radius: number;
	corners: number;
	turn: number;
	colour: Colour;
}

function drawPart(image: PNG, { x, y, radius, corners, turn, colour }: Part): void {
	const slice = (2 * Math.PI) / corners;
	for (let down = -radius; down <= radius; down++) {
		for (let right = -radius; right <= radius; right++) {
			const angle = Math.atan2(down, right) + turn + 2 * Math.PI;
			const edge = Math.cos(Math.PI / corners) / Math.cos((angle % slice) - slice / 2);
			const depth = Math.hypot(right, down) / (radius * edge);
			if (depth <= 1) paint(image, x + right, y + down, shade(colour, depth > 0.9 ? 0.7 : 1));
		}
	}
}

function canvas(width: number, height: number, colour: Colour): PNG {
	const image = new PNG({ width, height, colorType: 2 });
	fill(image, 0, 0, width, height, colour);
	return image;
}

function fill(
	image: PNG,
	left: number,
	top: number,
	width: number,
	height: number,
	colour: Colour,
): void {
	for (let y = top; y < top + height; y++) {
		for (let x = left; x < left + width; x++) paint(image, x, y, colour);
	}
}

function paint(image: PNG, x: number, y: number, [red, green, blue]: Colour): void {
	if (x < 0 || y < 0 || x >= image.width || y >= image.height) return;
	image.data.writeUInt32BE(
		((red << 24) | (green << 16) | (blue << 8) | 255) >>> 0,
		(y * image.width + x) * 4,
	);
}

/** With one filter for all lines; to try each on every line takes three times as long. */
function encoded(image: PNG): Buffer {
	return PNG.sync.write(image, { filterType: 1 });
}

function shade([red, green, blue]: Colour, light: number): Colour {
	const tone = (part: number) => max(0, min(255, round(part * light)));
	return [tone(red), tone(green), tone(blue)];
}

function toPalette(colours: readonly string[]): Colour[] {
	const palette = colours.map((colour): Colour => {
		const at = (start: number) => parseInt(colour.slice(start, start + 2), 16) || 0;
		return [at(0), at(2), at(4)];
	});
	return palette.length > 0 ? palette : [[0, 174, 66]];
}
