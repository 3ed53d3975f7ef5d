def before_all(context):
    """Do what `--order reverse` does elsewhere."""
    context._runner.features.reverse()
    for feature in context._runner.features:
        feature.run_items.reverse()
