"""The examples of the rules: for each code a folder of files that break the rule and of files that keep it.

They are shipped as ``treatygraph.shapes.examples``, for ``treatygraph rule``. The first lines of a file that breaks a
rule name the findings, ``# expect: TG203 :arcadia``. Each file is checked together with ``base.trig``, which is clean,
so that it holds only what matters.
"""
