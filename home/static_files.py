"""Static files whose names carry a hash of their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites `import` in ES modules, so that they find each other's hashed names."""

    support_js_module_import_aggregation = True
