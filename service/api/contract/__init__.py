"""The contract: the OpenAPI document, made from what the handlers say of themselves."""
