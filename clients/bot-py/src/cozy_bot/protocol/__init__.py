"""The wire's shapes, written from the schemas of Cozy's protocol."""
