import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeCredentialsDetails,
	INodeParameters,
} from 'n8n-workflow';
import { NodeHelpers, jsonParse } from 'n8n-workflow';

export type CredentialClass = new () => ICredentialType;

let lastId = 0;

/**
 * A credential as it lies in n8n's database. Keep the object to run a node several times on the
 * same credential, and to see what a sign-in stored.
 */
export class StoredCredential {
	readonly id = `credential-${++lastId}`;
	readonly type: ICredentialType;
	/** The whole data of each save that n8n did on its own, oldest first. */
	readonly saves: ICredentialDataDecryptedObject[] = [];
	private json: string;

	constructor(credentialClass: CredentialClass, data: ICredentialDataDecryptedObject) {
		this.type = new credentialClass();
		this.json = JSON.stringify(data);
	}

	/** How a node names its credential. */
	get reference(): INodeCredentialsDetails & { id: string } {
		return { id: this.id, name: `${this.type.displayName} account` };
	}

	/** What is stored now (a copy). Read from JSON, as the database does: no dates, no undefined. */
	get data(): ICredentialDataDecryptedObject {
		return jsonParse<ICredentialDataDecryptedObject>(this.json);
	}

	/** Stores data as n8n does after a sign-in. */
	save(data: ICredentialDataDecryptedObject): void {
		this.json = JSON.stringify(data);
		this.saves.push(this.data);
	}

	/**
	 * Stores data as the editor's Save does: hidden values stay, but fields that equal their default,
	 * are not shown, or are not declared are dropped.
	 */
	edit(changes: ICredentialDataDecryptedObject): void {
		const { properties } = this.type;
		const edited = { ...this.data, ...changes } as INodeParameters;
		this.json = JSON.stringify(
			NodeHelpers.getNodeParameters(properties, edited, false, false, null, null) ?? {},
		);
	}
}
