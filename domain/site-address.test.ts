import { describe, expect, test } from 'vitest';
import { parseSiteAddress } from './site-address.ts';

const HOST = 'https://contoso.sharepoint.com';
const parse = (text: string) => parseSiteAddress(text, 'sharepoint.com');

test.each([
  [HOST, HOST],
  [`${HOST}/`, HOST],
  [`  HTTPS://Contoso.SharePoint.com/sites/Finance/ \n`, `${HOST}/sites/Finance`],
  [`${HOST}/sites/finance/budget`, `${HOST}/sites/finance/budget`],
  [`${HOST}/teams//hr`, `${HOST}/teams/hr`],
  ['https://contosoeur.sharepoint.com/sites/x', 'https://contosoeur.sharepoint.com/sites/x'],
  [`${HOST}/sites/finance/SitePages/Home.aspx`, `${HOST}/sites/finance`],
  [`${HOST}/SitePages/Home.aspx`, HOST],
  [`${HOST}/sites/finance/_layouts/15/viewlsts.aspx`, `${HOST}/sites/finance`],
  [`${HOST}/sites/a/Lists/Tasks/AllItems.aspx`, `${HOST}/sites/a`],
  [`${HOST}/sites/a/Shared%20Documents/Forms/AllItems.aspx`, `${HOST}/sites/a`],
  [`${HOST}/sites/forschung%20%26%20lehre`, `${HOST}/sites/forschung%20%26%20lehre`],
  [`${HOST}/sites/año`, `${HOST}/sites/a%C3%B1o`],
])('%j is the address %s', (text, url) => {
  expect(parse(text)).toEqual({ url });
});

describe.each<[string, readonly string[]]>([
  [
    'SiteAddressInvalid',
    [
      '',
      'finance',
      'contoso.sharepoint.com/sites/finance',
      'http://contoso.sharepoint.com/sites/finance',
      'ftp://contoso.sharepoint.com',
      'https://',
      `https://admin@contoso.sharepoint.com/sites/finance`,
      `https://contoso.sharepoint.com:8443/sites/finance`,
      `${HOST}/sites/../personal/ada`,
      `${HOST}/sites/./finance`,
      `${HOST}/sites/%2e%2e/personal/ada`,
      `${HOST}/sites%2Ffinance`,
      `${HOST}/sites\\finance`,
      `${HOST}/sites/%5cfinance`,
      `${HOST}/sites/%252e%252e/x`,
      `${HOST}/sites/%00`,
      `${HOST}/sites/%zz`,
      `${HOST}/sites/a\u202Eb`,
      `${HOST}/sites/a\nb`,
    ],
  ],
  [
    'SiteAddressForeign',
    [
      'https://contoso.example/sites/finance',
      'https://contoso.sharepoint.com.evil.example/sites/finance',
      'https://sharepoint.com/sites/finance',
      'https://evilsharepoint.com/sites/finance',
      'https://a.b.sharepoint.com/sites/finance',
      'https://contoso.sharepoint.com./sites/finance',
      'https://cöntoso.sharepoint.com/',
      'https://127.0.0.1/sites/finance',
    ],
  ],
  [
    'SiteAddressWithParameters',
    [`${HOST}/sites/finance?web=1`, `${HOST}/sites/finance#top`, `${HOST}/sites/finance?`],
  ],
  [
    'SiteAddressPersonal',
    [
      'https://contoso-my.sharepoint.com',
      'https://contoso-my.sharepoint.com/personal/ada_contoso_com',
      `${HOST}/personal/ada`,
      `${HOST}/Personal`,
    ],
  ],
  ['SiteAddressOfPage', [`${HOST}/sites/finance/plan.docx`, `${HOST}/sites/finance/default.aspx`]],
  ['SiteAddressTooLong', [`${HOST}/sites/${'a'.repeat(400)}`]],
])('%s', (refused, addresses) => {
  test.each(addresses)('is the failure for %j', (text) => {
    expect(parse(text)).toEqual({ refused });
  });
});

test('each cloud has a domain of its own', () => {
  expect(parseSiteAddress('https://contoso.sharepoint.us/sites/x', 'sharepoint.us')).toEqual({
    url: 'https://contoso.sharepoint.us/sites/x',
  });
  expect(parseSiteAddress(HOST, 'sharepoint.us')).toEqual({ refused: 'SiteAddressForeign' });
});
