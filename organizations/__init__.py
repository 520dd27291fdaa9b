"""Units, posts, tenures, delegations and how units relate, all dated. Answers for D6, D7, D10, D11 (who is head of what)."""
