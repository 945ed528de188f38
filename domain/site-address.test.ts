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
  // Sites may be called as their parts are.
  ...['forms', 'lists', 'Pages', 'SitePages', '_api'].flatMap((name) => [
    [`${HOST}/sites/${name}`, `${HOST}/sites/${name}`],
    [`${HOST}/Teams/${name}/`, `${HOST}/Teams/${name}`],
    [`${HOST}/sites/${name}/SitePages/Home.aspx`, `${HOST}/sites/${name}`],
    [`${HOST}/sites/${name}/Documents/Forms/AllItems.aspx`, `${HOST}/sites/${name}`],
  ]),
  [`${HOST}/sites/a/Pages/default.aspx`, `${HOST}/sites/a`],
  [`${HOST}/sites/a/pages`, `${HOST}/sites/a/pages`],
  [`${HOST}/sites/a/forms`, `${HOST}/sites/a/forms`],
  [`${HOST}/Documents/Forms/AllItems.aspx`, HOST],
  // SharePoint takes names with dots.
  ...['acme.com', 'team.ops', 'Test.Full.Stops', 'plan.docx'].flatMap((name) => [
    [`${HOST}/sites/${name}`, `${HOST}/sites/${name}`],
    [`${HOST}/teams/${name}/SitePages/Home.aspx`, `${HOST}/teams/${name}`],
  ]),
  [`${HOST}/sites/finance/acme.com`, `${HOST}/sites/finance/acme.com`],
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
      `https://@contoso.sharepoint.com/sites/finance`,
      `https://:@contoso.sharepoint.com/sites/finance`,
      `https://contoso.sharepoint.com:8443/sites/finance`,
      `https://contoso.sharepoint.com:/sites/finance`,
      `${HOST}/teams/sales:/drive`,
      `${HOST}/sites/a:/drive`,
      `${HOST}/sites/a%3A/drive`,
      `${HOST}/sites/a/:f:/s`,
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
      'https://contoso-my.sharepoint.com/:f:/g/personal/ada_contoso_com/E1?e=abc',
      `${HOST}/personal/ada`,
      `${HOST}/Personal`,
    ],
  ],
  [
    'SiteAddressOfSharingLink',
    [
      `${HOST}/:f:/s/sales/EsCYEdnX`,
      `${HOST}/:x:/r/sites/sales/Shared%20Documents/plan.xlsx?d=w1&csf=1&e=kNrp5D`,
      `${HOST}/:F:/s/sales/EsCYEdnX?e=kNrp5D#top`,
      `${HOST}/%3Aw%3a/t/sales/EsCYEdnX`,
    ],
  ],
  [
    'SiteAddressOfPage',
    [
      `${HOST}/sites/finance/plan.docx`,
      `${HOST}/sites/finance/default.aspx`,
      `${HOST}/default.ASPX`,
      `${HOST}/sites/acme.com/Shared%20Documents/plan.v2.xlsx`,
    ],
  ],
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
