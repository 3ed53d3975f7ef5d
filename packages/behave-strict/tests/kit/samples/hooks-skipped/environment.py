def before_scenario(context, scenario):
    pass


def after_scenario(context, scenario):
    pass


def before_tag(context, tag):
    if tag == "skip-before":
        context.scenario.skip()


def after_tag(context, tag):
    if tag == "skip-after":
        context.scenario.skip()
