"""Payment providers: how money that is paid with a phone is asked for, asked after and given back."""
