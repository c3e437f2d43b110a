"""The embedded default: a desk with sample mails that needs nothing but the package."""
