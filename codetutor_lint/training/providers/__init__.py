"""The services that train models, one module each."""
