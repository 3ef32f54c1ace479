"""A finished report as it lies: named, opened, published, frozen, verified, compared, traced, explained. Knows no page."""
