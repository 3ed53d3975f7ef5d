from pathlib import Path


def before_scenario(context, scenario):
    context.attach("image/svg+xml", Path("features/cucumber.svg").read_bytes())


def after_scenario(context, scenario):
    context.attach("image/svg+xml", Path("features/cucumber.svg").read_bytes())
