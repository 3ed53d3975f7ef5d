def after_scenario(context, scenario):
    raise RuntimeError("whoops")
