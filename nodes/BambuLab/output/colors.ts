import { textOrEmpty } from '../cloud/json';

/** Names that people use, with their typical values. */
const plainColors: { [name: string]: readonly string[] } = {
	black: ['000000'],
	'dark gray': ['4A4A4A'],
	gray: ['8E9089'],
	silver: ['C0C0C0'],
	white: ['FFFFFF'],
	ivory: ['F7E6C8'],
	beige: ['D3B7A7'],
	brown: ['7B4A2B', '8B4513'],
	red: ['C8102E', 'FF0000'],
	pink: ['F08CB4', 'FFC0CB'],
	magenta: ['EC008C', 'FF00FF'],
	orange: ['FF6A13', 'FFA500'],
	gold: ['C9A13B'],
	yellow: ['FFE000', 'FFFF00'],
	'lime green': ['A0D911'],
	green: ['00AE42', '00FF00'],
	'dark green': ['1E5B34'],
	turquoise: ['00B1B7', '00FFFF'],
	'light blue': ['8CC8F0'],
	blue: ['0A5BD3', '0000FF'],
	'dark blue': ['002B7F'],
	purple: ['6F2DA8', '800080'],
	lavender: ['B9A3D6'],
};

type Lab = [lightness: number, greenRed: number, blueYellow: number];

/** CIELAB, in which distances are about as large as people see them. */
function labOf(rgb: string): Lab {
	const [red, green, blue] = [0, 2, 4].map((start) => {
		const channel = parseInt(rgb.slice(start, start + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	const linear = { red: red ?? 0, green: green ?? 0, blue: blue ?? 0 };
	const root = (value: number): number =>
		value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
	const x = root((0.4124 * linear.red + 0.3576 * linear.green + 0.1805 * linear.blue) / 0.9505);
	const y = root(0.2126 * linear.red + 0.7152 * linear.green + 0.0722 * linear.blue);
	const z = root((0.0193 * linear.red + 0.1192 * linear.green + 0.9505 * linear.blue) / 1.089);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

let labColors: Array<{ name: string; lab: Lab }> | undefined;

/** Reckoned when first wanted: n8n loads every node at its start, and uses few. */
function plainLabColors(): Array<{ name: string; lab: Lab }> {
	labColors ??= Object.entries(plainColors).flatMap(([name, values]) =>
		values.map((rgb) => ({ name, lab: labOf(rgb) })),
	);
	return labColors;
}

interface Color {
	/** `#RRGGBB` */
	hex: string;
	/** 0 where it is fully transparent, 255 where it is solid. */
	alpha: number;
}

/** Reads `RRGGBB`, `RRGGBBAA`, both also with `#`; undefined where it is no colour. */
export function readColor(value: unknown): Color | undefined {
	const match = /^#?([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(textOrEmpty(value));
	const digits = match?.[1];
	if (digits === undefined) return undefined;
	return { hex: `#${digits.toUpperCase()}`, alpha: parseInt(match?.[2] ?? 'FF', 16) };
}

export function hexColor(value: unknown): string | null {
	return readColor(value)?.hex ?? null;
}

function nearestName(hex: string): string {
	const [l, a, b] = labOf(hex.slice(1));
	const distances = plainLabColors().map(({ name, lab }) => ({
		name,
		distance: Math.hypot(l - lab[0], a - lab[1], b - lab[2]),
	}));
	return distances.reduce((best, next) => (next.distance < best.distance ? next : best)).name;
}

/** Long lists name few colours again and again. */
const namesFound = new Map<string, string>();
const maxNamesFound = 1000;

/** The nearest plain name, such as "dark green"; null where it is no colour. */
export function colorName(value: unknown): string | null {
	const color = readColor(value);
	if (color === undefined) return null;
	const { hex, alpha } = color;
	if (alpha === 0) return 'transparent';
	const name = namesFound.get(hex) ?? nearestName(hex);
	if (namesFound.size < maxNamesFound) namesFound.set(hex, name);
	return name;
}
