"""Units, posts, tenures, delegations and how units relate, all dated: who is head of what (D6, D7, D10, D11)."""
