-- A session that is not completed belongs to the identity with its external reference, so that its reviewer sees a flag.
UPDATE sessions s SET identity_pk = i.pk FROM identities i
  WHERE i.organization_pk = s.organization_pk AND i.environment = s.environment AND i.external_ref = s.external_ref
    AND s.identity_pk IS NULL AND NOT s.is_restricted;
