import { entryOf } from '../cloud/json';

/** Model codes of the cloud and the names people use. Source: the slicer's own printer list. */
const modelNames: { [code: string]: string } = {
	'BL-P001': 'X1 Carbon',
	'BL-P002': 'X1',
	C13: 'X1E',
	C11: 'P1P',
	C12: 'P1S',
	N7: 'P2S',
	N1: 'A1 mini',
	N2S: 'A1',
	N9: 'A2L',
	N6: 'X2D',
	O1D: 'H2D',
	O1E: 'H2D Pro',
	O2D: 'H2D Pro',
	O1S: 'H2S',
	O1C: 'H2C',
	O1C2: 'H2C',
};

/** The product's own name where the cloud gives one, else the name of its code, else the code. */
export function modelName(productName: string, code: string): string {
	return productName || (entryOf(modelNames, code.replace(/-V\d+$/, '')) ?? code);
}
