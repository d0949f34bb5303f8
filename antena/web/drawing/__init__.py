"""What the screens draw from the data, as whole numbers ready for SVG attributes. Plain Python.

Templates print these numbers as they are: a float would come out with a decimal comma in half of the
languages.
"""
