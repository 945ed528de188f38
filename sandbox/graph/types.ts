/**
 * The properties of Microsoft Graph's types (v1.0), by which `$select` is checked. A property that
 * the sandbox does not simulate is null, or an empty list. `described.test.ts` compares this table
 * with Microsoft's own description.
 */

export interface TypeProperties {
  /** Properties with one value. */
  readonly single: readonly string[];
  readonly collections: readonly string[];
}

const names = (text: string): string[] => text.trim().split(/\s+/);

export const TYPES = {
  user: {
    single: names(`
      aboutMe accountEnabled ageGroup authorizationInfo birthday city companyName
      consentProvidedForMinor country createdDateTime creationType
      customSecurityAttributes deletedDateTime department deviceEnrollmentLimit
      displayName employeeHireDate employeeId employeeLeaveDateTime employeeOrgData
      employeeType externalUserState externalUserStateChangeDateTime faxNumber givenName
      hireDate id identityParentId isManagementRestricted isResourceAccount jobTitle
      lastPasswordChangeDateTime legalAgeGroupClassification mail mailNickname
      mailboxSettings mobilePhone mySite officeLocation onPremisesDistinguishedName
      onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId
      onPremisesLastSyncDateTime onPremisesSamAccountName onPremisesSecurityIdentifier
      onPremisesSyncEnabled onPremisesUserPrincipalName passwordPolicies passwordProfile
      postalCode preferredDataLocation preferredLanguage preferredName print
      securityIdentifier showInAddressList signInActivity signInSessionsValidFromDateTime
      state streetAddress surname usageLocation userPrincipalName userType
    `),
    collections: names(`
      assignedLicenses assignedPlans businessPhones identities imAddresses interests
      licenseAssignmentStates onPremisesProvisioningErrors otherMails pastProjects
      provisionedPlans proxyAddresses responsibilities schools serviceProvisioningErrors
      skills
    `),
  },
  group: {
    single: names(`
      accessType allowExternalSenders autoSubscribeNewMembers classification
      createdDateTime deletedDateTime description displayName expirationDateTime
      hasMembersWithLicenseErrors hideFromAddressLists hideFromOutlookClients id
      isArchived isAssignableToRole isFavorite isManagementRestricted isSubscribedByMail
      licenseProcessingState mail mailEnabled mailNickname membershipRule
      membershipRuleProcessingState onPremisesDomainName onPremisesExtensionAttributes
      onPremisesLastSyncDateTime onPremisesNetBiosName onPremisesSamAccountName
      onPremisesSecurityIdentifier onPremisesSyncEnabled organizationId
      preferredDataLocation preferredLanguage renewedDateTime securityEnabled
      securityIdentifier theme uniqueName unseenConversationsCount unseenCount
      unseenMessagesCount visibility welcomeMessageEnabled
    `),
    collections: names(`
      assignedLabels assignedLicenses groupTypes infoCatalogs onPremisesProvisioningErrors
      proxyAddresses resourceBehaviorOptions resourceProvisioningOptions
      serviceProvisioningErrors
    `),
  },
  organization: {
    single: names(`
      city country countryLetterCode createdDateTime defaultUsageLocation deletedDateTime
      displayName id mobileDeviceManagementAuthority onPremisesLastSyncDateTime
      onPremisesSyncEnabled partnerTenantType postalCode preferredLanguage privacyProfile
      state street tenantType
    `),
    collections: names(`
      assignedPlans businessPhones marketingNotificationEmails provisionedPlans
      securityComplianceNotificationMails securityComplianceNotificationPhones
      technicalNotificationMails verifiedDomains
    `),
  },
  servicePrincipal: {
    single: names(`
      accountEnabled appDescription appDisplayName appId appOwnerOrganizationId
      appRoleAssignmentRequired applicationTemplateId createdByAppId
      customSecurityAttributes deletedDateTime description disabledByMicrosoftStatus
      displayName homepage id info isDisabled loginUrl logoutUrl notes
      preferredSingleSignOnMode preferredTokenSigningKeyThumbprint
      samlSingleSignOnSettings servicePrincipalType signInAudience tokenEncryptionKeyId
      verifiedPublisher
    `),
    collections: names(`
      addIns alternativeNames appRoles keyCredentials notificationEmailAddresses
      oauth2PermissionScopes passwordCredentials replyUrls
      resourceSpecificApplicationPermissions servicePrincipalNames tags
    `),
  },
  appRoleAssignment: {
    single: names(`
      appRoleId createdDateTime deletedDateTime id principalDisplayName principalId
      principalType resourceDisplayName resourceId
    `),
    collections: [],
  },
  mailFolder: {
    single: names(`
      childFolderCount displayName id isHidden parentFolderId totalItemCount
      unreadItemCount
    `),
    collections: [],
  },
  message: {
    single: names(`
      body bodyPreview changeKey conversationId conversationIndex createdDateTime flag
      from hasAttachments id importance inferenceClassification internetMessageId
      isDeliveryReceiptRequested isDraft isRead isReadReceiptRequested
      lastModifiedDateTime parentFolderId receivedDateTime sender sentDateTime subject
      uniqueBody webLink
    `),
    collections: names(`
      bccRecipients categories ccRecipients internetMessageHeaders replyTo toRecipients
    `),
  },
  mailboxSettings: {
    single: names(`
      archiveFolder automaticRepliesSetting dateFormat
      delegateMeetingMessageDeliveryOptions language timeFormat timeZone userPurpose
      workingHours
    `),
    collections: [],
  },
  site: {
    single: names(`
      createdBy createdDateTime description displayName eTag error id isPersonalSite
      lastModifiedBy lastModifiedDateTime name parentReference root sharepointIds
      siteCollection webUrl
    `),
    collections: [],
  },
  drive: {
    single: names(`
      createdBy createdDateTime description driveType eTag id lastModifiedBy
      lastModifiedDateTime name owner parentReference quota sharePointIds system webUrl
    `),
    collections: [],
  },
} as const satisfies Record<string, TypeProperties>;

export type TypeName = keyof typeof TYPES;

/** Whether the type has a property with this name. */
export const hasProperty = (type: TypeName, name: string): boolean =>
  TYPES[type].single.some((each) => each === name) || isCollection(type, name);

/** Whether the property is a list. */
export const isCollection = (type: TypeName, name: string): boolean =>
  TYPES[type].collections.some((each) => each === name);
