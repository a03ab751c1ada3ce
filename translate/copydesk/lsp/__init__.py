"""Show findings in an editor as one types: the language server behind ``copydesk lsp``."""
