// SPDX-License-Identifier: Apache-2.0
#include "form/picture.hpp"

#include <iostream>

int main() {
  std::cout << rebate::form::picture(rebate::form::SourceTree::read(REBATE_SOURCE_DIR));
}
